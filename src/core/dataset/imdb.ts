import { createReadStream } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { archiveError, findArchive, type Archive, type ArchiveLocations } from './archive.ts';
import type { Example, Source, SplitName } from './source.ts';

export const imdbArchive: Archive = {
  url: 'https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz',
  fileName: 'aclImdb_v1.tar.gz',
  bytes: 84125825,
  sha256: 'c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe',
};

const review = /^aclImdb\/(train|test)\/(neg|pos)\/(\d+)_\d+\.txt$/;
/**
 * Of the 12,500 training reviews per class, those with a number from this one on are the dev split. This choice is ours: the paper only
 * gives the counts.
 */
const firstDev = 10000;

/** IMDB film reviews in the order of the archive. HTML line breaks (`<br />`) are replaced by spaces. */
export async function openImdb(balance: boolean, locations: ArchiveLocations): Promise<Source> {
  const file = await findArchive(imdbArchive, locations);
  return {
    classes: ['negative', 'positive'],
    files: [file],
    shares: { dev: 0, test: 0 },
    balance,
    async *read(splits) {
      try {
        yield* readReviews(file.path, splits);
      } catch (error) {
        throw archiveError(file.path, imdbArchive, (error as Error).message);
      }
    },
  };
}

async function* readReviews(path: string, splits: readonly SplitName[]): AsyncGenerator<Example> {
  const entries = extract();
  pipeline(createReadStream(path), createGunzip(), entries, () => undefined);
  for await (const entry of entries) {
    const file = entry.header.name;
    const [, part, sentiment, number] = review.exec(file) ?? [];
    const split = part === 'train' && Number(number) >= firstDev ? 'dev' : (part as SplitName);
    if (part === undefined || !splits.includes(split)) {
      entry.resume();
      continue;
    }
    const text = (await readAll(entry)).replaceAll('<br />', ' ');
    yield { split, text, label: sentiment === 'pos' ? 'positive' : 'negative', file, line: 1 };
  }
}

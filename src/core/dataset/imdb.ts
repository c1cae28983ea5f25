import { createReadStream } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { brokenArchive, findArchive, type Archive, type ArchivePlaces } from './archive.ts';
import type { Example, Source, SplitName } from './source.ts';

export const imdbArchive: Archive = {
  url: 'https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz',
  fileName: 'aclImdb_v1.tar.gz',
  bytes: 84125825,
  sha256: 'c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe',
};

const review = /^aclImdb\/(train|test)\/(neg|pos)\/(\d+)_\d+\.txt$/;
/** Of the 12,500 training reviews of a class, those numbered below this train; the others are dev. Ours: the paper names only the counts. */
const firstDev = 10000;

/** IMDB film reviews in the archive's order. Line breaks written as HTML (`<br />`) are read as spaces. */
export async function openImdb(balance: boolean, places: ArchivePlaces): Promise<Source> {
  const file = await findArchive(imdbArchive, places);
  return {
    classes: ['negative', 'positive'],
    files: [file],
    shares: { dev: 0, test: 0 },
    balance,
    async *read(splits) {
      try {
        yield* readReviews(file.path, splits);
      } catch (error) {
        throw brokenArchive(file.path, imdbArchive, (error as Error).message);
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

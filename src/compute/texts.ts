import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { DataText, SplitName } from '../core/dataset/source.ts';
import type { Run } from '../core/runs/readRun.ts';
import { readRunTexts } from '../core/workflow/readTexts.ts';
import { LruCache } from '../common/lruCache.ts';
import { UserError } from '../common/userError.ts';
import { Mutex } from '../common/mutex.ts';

/** Splits in memory. */
const maxSplits = 3;

export interface TextsPlace {
  readonly dataDir?: string | undefined;
  readonly cacheDir?: string | undefined;
}

/** The texts of runs' data. */
export class Texts {
  readonly #mutex = new Mutex();
  readonly #read = new LruCache<readonly DataText[]>(maxSplits);

  /** All texts of a split, in its order. Errors: as `openDataset`; an aborted signal throws its reason. */
  async of(run: Run, split: SplitName, place: TextsPlace, signal: AbortSignal): Promise<readonly DataText[]> {
    return this.#mutex.run(signal, async () => {
      const key = `${run.directory}\n${split}\n${await versionOf(run)}`;
      const cached = this.#read.get(key);
      if (cached) return cached;
      const texts: DataText[] = [];
      for await (const example of readRunTexts(run, { ...place, signal }, split)) {
        const { text, label, rationales, file, line } = example;
        texts.push({ index: texts.length, text, label: label ?? '', ...(rationales && { rationales }), file, line });
      }
      this.#read.set(key, texts);
      return texts;
    });
  }
}

/** The texts with these numbers, in that order; all without numbers. Errors: UserError for a number beyond the last. */
export function pick(texts: readonly DataText[], indices: readonly number[] | undefined): readonly DataText[] {
  return (
    indices?.map((index) => {
      const text = texts[index];
      if (text) return text;
      throw new UserError(
        `the split has no text ${index}; allowed: 0 to ${texts.length - 1}`,
        'The data may have changed since the run was evaluated: evaluate it again.',
      );
    }) ?? texts
  );
}

/** When the data files were last written. */
async function versionOf({ environment, experimentPath }: Run): Promise<string> {
  const times = environment.data.map(({ path }) =>
    stat(resolve(dirname(experimentPath), path)).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
  );
  return (await Promise.all(times)).join();
}

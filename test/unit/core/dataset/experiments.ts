import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseExperiment } from '../../../../src/core/experiment/parseExperiment.ts';
import type { Experiment } from '../../../../src/core/experiment/schema.ts';
import type { TokenizedSplit } from '../../../../src/core/dataset/tokenizedSplit.ts';
import type { WordTypes } from '../../../../src/core/dataset/vocabulary.ts';

/** Creates a folder with these files. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'safr-data-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** An experiment on this data set; `rest` has further fields. */
export function experimentOn(dataset: object, rest: object = {}): Experiment {
  return parseExperiment(JSON.stringify({ dataset, tokenizer: { minFrequency: 1 }, ...rest }), 'test.safr.json');
}

/** The texts of a split as the model reads them, each with its class number. */
export function contents(split: TokenizedSplit, { words }: WordTypes): [string, number][] {
  return Array.from({ length: split.length }, (_, i) => [
    Array.from(split.ids(i), (id) => words[id]).join(' '),
    split.label(i),
  ]);
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rows of two classes that differ in their words; row n is the same at every call. */
export function tinyRows(count: number): string[] {
  const words = { yes: ['good', 'warm', 'funny', 'bright'], no: ['bad', 'cold', 'dull', 'grey'] };
  const common = ['the', 'film', 'is', 'a', 'story'];
  return Array.from({ length: count }, (_, i) => {
    const label = i % 2 === 0 ? 'yes' : 'no';
    const own = words[label];
    const text = Array.from({ length: 3 + (i % 6) }, (_, j) =>
      (i + j) % 3 === 0 ? own[(i + j) % own.length]! : common[(i * 7 + j) % common.length]!,
    );
    return `${[...text, own[i % own.length]!].join(' ')}\t${label}`;
  });
}

export const tinyModel = { width: 16, heads: 2, feedForward: 16, maskHidden: 8, maxLength: 12, padding: 'none' };

export const tinyTraining = { epochs: 3, batchSize: 8, learningRate: 0.01 };

/** Writes rows.tsv and tiny.safr.json into a folder; `parts` override those of the experiment. */
export function writeTinyExperiment(folder: string, parts: Readonly<Record<string, unknown>> = {}): void {
  writeFileSync(join(folder, 'rows.tsv'), ['text\tlabel', ...tinyRows(120), ''].join('\n'));
  const experiment = {
    dataset: { source: 'files', train: 'rows.tsv' },
    model: tinyModel,
    training: tinyTraining,
    threads: 1,
    ...parts,
  };
  writeFileSync(join(folder, 'tiny.safr.json'), JSON.stringify(experiment));
}

import { createHash } from 'node:crypto';
import type { Experiment } from '../experiment/schema.ts';
import { plantedLabels, plantedSentences } from './planted/plantedSentences.ts';
import { partSpans } from './rationale.ts';
import { allSplits, type Source, type SourceFile, type SplitName } from './source.ts';

export type PlantedDataset = Extract<Experiment['dataset'], { source: 'planted' }>;

/** Sentences with known truth. They are generated again whenever they are read; each split is treated as a file. */
export function openPlanted(dataset: PlantedDataset): Source {
  return {
    classes: plantedLabels,
    files: allSplits.map((split) => describeSplit(dataset, split)),
    shares: { dev: 0, test: 0 },
    balance: false,
    async *read(splits) {
      for (const split of splits) {
        let line = 1;
        for (const { text, label, truth } of plantedSentences(dataset, split)) {
          const spans = partSpans(text.split(' '));
          const rationales = { planted: truth.words.map((word) => spans[word]!) };
          yield { split, text, label, rationales, file: fileOf(split), line: line++ };
        }
      }
    },
  };
}

const fileOf = (split: SplitName) => `planted/${split}`;

/** Describes a split as if it were a TSV file without a header. */
function describeSplit(dataset: PlantedDataset, split: SplitName): SourceFile {
  const lines = Array.from(plantedSentences(dataset, split), ({ text, label }) => `${text}\t${label}\n`).join('');
  return { path: fileOf(split), bytes: lines.length, sha256: createHash('sha256').update(lines).digest('hex') };
}

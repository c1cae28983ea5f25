import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeTinyExperiment } from './tinyExperiment.ts';

/** The vocabulary of a tiny BERT of random weights: id by line. */
export const tinyVocabulary = [
  ...['[PAD]', '[CLS]', '[SEP]', '[UNK]', 'good', 'war', '##m', 'fun', '##ny', 'bright', 'bad', 'cold', 'dull'],
  ...['grey', 'the', 'fi', '##lm', 'is', 'a', 'st', '##ory', ''],
].join('\n');

/** Writes a tiny BERT as the folder `bert`, and `tiny.safr.json`, which fine-tunes it; the other arguments are settings of its. */
export function writeTinyEncoder(cwd: string, model: object = {}, epochs = 14, preset = 'plain'): void {
  cpSync('test/fixtures/pretrained/bert', join(cwd, 'bert'), { recursive: true });
  writeFileSync(join(cwd, 'bert', 'vocab.txt'), tinyVocabulary);
  writeTinyExperiment(cwd, {
    model: { pretrained: 'bert', maskHidden: 8, ...model },
    safr: { preset },
    training: { epochs, batchSize: 8, learningRate: 3e-3, newLearningRate: 1e-2, warmupSteps: 0.1, patience: epochs },
    evaluation: { fractions: [0, 0.3], rivals: true },
  });
}

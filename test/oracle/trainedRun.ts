import { join } from 'node:path';
import { trainExperiment } from '../../src/core/workflow/trainExperiment.ts';
import { openDevice } from '../../src/engine/openDevice.ts';
import { writeTinyEncoder } from '../process/tinyEncoder.ts';
import { tinyModel, tinyTraining, writeTinyExperiment } from '../process/tinyExperiment.ts';

type Section = Readonly<Record<string, unknown>>;

/** Trains and evaluates a tiny model in `folder`, as the command line would; returns the run's directory. */
export async function trainedRun(folder: string, model: Section = {}, training: Section = {}): Promise<string> {
  writeTinyExperiment(folder, {
    model: { ...tinyModel, ...model },
    training: { ...tinyTraining, ...training },
    tokenizer: { kind: 'whitespace', lowercase: true },
  });
  return train(folder);
}

/** The same of a tiny encoder. */
export async function trainedEncoder(folder: string): Promise<string> {
  writeTinyEncoder(folder, {}, 1, 'safr');
  return train(folder);
}

async function train(folder: string): Promise<string> {
  const { directory } = await trainExperiment({
    experimentPath: join(folder, 'tiny.safr.json'),
    runsDirectory: join(folder, '.safr', 'runs'),
    device: 'tensorflow', // needs no build
    openDevice,
    ...{ version: '0', evaluate: true },
  });
  return directory;
}

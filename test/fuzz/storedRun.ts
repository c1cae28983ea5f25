import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { elements, initialParameters } from '../../src/core/model/parameters.ts';
import { storeEvaluation } from '../../src/core/runs/evaluationFile.ts';
import { runFiles } from '../../src/core/runs/runFiles.ts';
import { changeNotes } from '../../src/core/runs/runNotes.ts';
import { RunWriter } from '../../src/core/runs/runWriter.ts';
import { trainedBuffers, writeCheckpoint } from '../../src/core/training/checkpoint.ts';
import { initialProgress } from '../../src/core/training/progress.ts';
import { epochLine, newRun, stepLine } from '../unit/core/runs/newRun.ts';
import { someEvaluation } from '../unit/core/runs/someEvaluation.ts';

export const shape = {
  ...{ vocabulary: 5, classes: 2, width: 4, heads: 2, layers: 1, feedForward: 6, maskHidden: 3 },
  ...{ maxLength: 8, dropout: 0.1, pretrained: null },
};

/** Writes a run with all its files, stopped after its first epoch, and the four texts of its data. Returns its directory. */
export async function writeStoredRun(folder: string): Promise<string> {
  writeFileSync(join(folder, 'own.tsv'), 'text\tlabel\none 2\tno\n2 one one\tyes\none\tno\nx 2\tyes\n');
  const run = await RunWriter.create({
    ...newRun(join(folder, 'runs')),
    experimentPath: join(folder, 'small.safr.json'),
  });
  await run.append(stepLine(1, 20));
  await run.append(epochLine(1, 36));
  const best = { epoch: 1, accuracy: 0.7, macroF1: 0.6 };
  const parameters = initialParameters(shape, 1);
  await run.writeWeights(shape, parameters, best);
  const buffers = new Map(trainedBuffers(shape).map((entry) => [entry.name, new Float32Array(elements(entry.shape))]));
  await writeCheckpoint(run.path('checkpoint'), shape, {
    ...{ seed: 1, experiment: await run.experimentHash() },
    progress: { ...initialProgress(), epochs: 1, step: 36, best },
    buffers,
  });
  await run.end('stopped', 'by the user');
  await storeEvaluation(run.directory, someEvaluation());
  await changeNotes(run.directory, { name: 'first try', note: 'Stopped early.', tags: ['try'], pinned: true });
  await storeEvaluation(run.directory, someEvaluation({ split: 'dev' }));
  return run.directory;
}

/** Its folders, and the file that is computed when it is first asked for: the stored run has none of them. */
const absent: readonly string[] = [runFiles.encoder, runFiles.tensorboard, runFiles.features, runFiles.neurons];

/** The contents of the files of a run, by name. */
export function filesOf(directory: string): ReadonlyMap<string, Buffer<ArrayBuffer>> {
  const names = [...Object.values(runFiles), 'evaluation.dev.json'].filter((name) => !absent.includes(name));
  return new Map(names.map((name) => [name, readFileSync(join(directory, name))]));
}

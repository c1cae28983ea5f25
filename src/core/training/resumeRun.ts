import { join } from 'node:path';
import { UserError } from '../../common/userError.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { readWords, WordTypes } from '../dataset/vocabulary.ts';
import { dataDifference } from '../runs/dataDifference.ts';
import { readRun, type Run } from '../runs/readRun.ts';
import { runFiles } from '../runs/runFiles.ts';
import { whyNotResumable } from '../runs/resumable.ts';
import { claimTraining, hashOfExperiment, RunWriter } from '../runs/runWriter.ts';
import { readCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { ModelShape } from '../model/modelShape.ts';
import { trainingObjective } from '../model/trainingObjective.ts';
import { shapeOf, type Encoder } from '../runs/encoder.ts';
import { initialProgress } from './progress.ts';

type ResumedData = Pick<Dataset, 'classes' | 'vocabulary' | 'source' | 'identities'>;

/**
 * Opens a run to be trained further from its checkpoint. `checkpoint` is null for a run that was interrupted before its first checkpoint; it
 * starts from the beginning. Given both, `train` ends with the same result as without an interruption. `device` is the device's description.
 * Errors: UserError as `checkResumable`, and if the data have changed or the checkpoint is damaged.
 */
export async function resumeRun(
  run: Run,
  data: ResumedData,
  device: string,
  encoder: Encoder | null = null,
): Promise<{ run: RunWriter; checkpoint: Checkpoint | null }> {
  checkResumable(run);
  checkData(run, data);
  const shape = shapeOf(run.experiment, data, encoder);
  const claim = await claimTraining(run.directory);
  try {
    const current = await readRun(run.directory); // another process may have trained it before the claim
    checkResumable(current);
    const checkpoint = current.hasCheckpoint ? await checkpointOf(current, shape) : null;
    const writer = await RunWriter.resume(current, claim, checkpoint?.progress ?? initialProgress(), device);
    await writer.restoreWeights(shape, checkpoint);
    return { run: writer, checkpoint };
  } catch (error) {
    await claim.release();
    throw error;
  }
}

async function checkpointOf({ directory, experiment }: Run, shape: ModelShape): Promise<Checkpoint> {
  const objective = trainingObjective(experiment);
  const identity = { seed: experiment.seed, experiment: await hashOfExperiment(directory), objective };
  return readCheckpoint(join(directory, runFiles.checkpoint), shape, identity);
}

/** Call this before reading the data. Errors: UserError if the run is finished, is still running, or has lost its checkpoint. */
export function checkResumable(run: Run): void {
  const problem = whyNotResumable(run);
  if (problem) throw problem;
}

function checkData(run: Run, data: ResumedData): void {
  const difference = describeDifference(run, data);
  if (difference === null) return;
  throw new UserError(`run ${run.id} cannot be resumed: ${difference}`, 'Restore the data of the run, or train again.');
}

/** Describes how these data differ from the run's; null if they do not. */
function describeDifference(run: Run, { classes, source, identities, vocabulary }: ResumedData): string | null {
  const difference = dataDifference(run, { classes, files: source.files, splits: identities });
  if (difference !== null) return difference;
  const trained = new WordTypes(readWords(join(run.directory, runFiles.vocabulary)), vocabulary.unknownId);
  if (trained.toText() === vocabulary.toText()) return null;
  return `its vocabulary has ${trained.size} words, these data give another one of ${vocabulary.size}`;
}

import { join } from 'node:path';
import { UserError } from '../../common/userError.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { readVocabulary } from '../dataset/vocabulary.ts';
import type { Run } from '../runs/readRun.ts';
import { runFiles } from '../runs/runFiles.ts';
import { whyNotResumable } from '../runs/resumable.ts';
import { RunWriter } from '../runs/runWriter.ts';
import { readCheckpoint, type Checkpoint } from './checkpoint.ts';
import { modelShape } from '../model/modelShape.ts';
import { initialProgress } from './progress.ts';

type ResumedData = Pick<Dataset, 'classes' | 'vocabulary' | 'source'>;

/**
 * Takes a run up at its checkpoint, one that was cut off before its first at the start (null): `train` with both ends as if it had
 * never been cut. `device` is what the device says of itself.
 * Errors: UserError as `checkResumable`; where the data are not those of the run; where the checkpoint is damaged.
 */
export async function resumeRun(
  run: Run,
  data: ResumedData,
  device: string,
): Promise<{ run: RunWriter; checkpoint: Checkpoint | null }> {
  checkResumable(run);
  checkData(run, data);
  const shape = modelShape(run.experiment, data.vocabulary.size, data.classes.length);
  const path = join(run.directory, runFiles.checkpoint);
  const checkpoint = run.hasCheckpoint ? await readCheckpoint(path, shape) : null;
  return { run: await RunWriter.resume(run, checkpoint?.progress ?? initialProgress(), device), checkpoint };
}

/** To be asked before the data are read. Errors: UserError where the run is finished, still running, or lost its checkpoint. */
export function checkResumable(run: Run): void {
  const problem = whyNotResumable(run);
  if (problem) throw problem;
}

function checkData(run: Run, data: ResumedData): void {
  const difference = differenceOf(run, data);
  if (difference === null) return;
  throw new UserError(`run ${run.id} cannot go on: ${difference}`, 'Restore the data of the run, or train anew.');
}

/** What differs between the run's data and these, in words. */
function differenceOf({ directory, classes, environment }: Run, data: ResumedData): string | null {
  const { files } = data.source;
  if (files.length !== environment.data.length) {
    return `its data are ${environment.data.length} files, these ${files.length}`;
  }
  const changed = files.filter(({ sha256 }, i) => sha256 !== environment.data[i]!.sha256);
  if (changed.length > 0) return `its data had another content: ${changed.map(({ path }) => path).join(', ')}`;
  if (classes.join('\n') !== data.classes.join('\n')) {
    return `its classes are ${classes.join(', ')}, these ${data.classes.join(', ')}`;
  }
  const vocabulary = readVocabulary(join(directory, runFiles.vocabulary));
  if (vocabulary.toText() === data.vocabulary.toText()) return null;
  return `its vocabulary has ${vocabulary.size} words, this one, different, ${data.vocabulary.size}`;
}

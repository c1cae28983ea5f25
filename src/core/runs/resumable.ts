import { UserError } from '../../common/userError.ts';
import type { Run } from './readRun.ts';
import { ownerText } from './owner.ts';
import { runFiles } from './runFiles.ts';
import { ownerOf } from './runRecord.ts';

/** Why a run cannot be resumed; null where it can: it was stopped, interrupted or failed. */
export function whyNotResumable({ id, status, record, hasCheckpoint, experiment }: Run): UserError | null {
  if (status === 'finished') {
    return new UserError(
      `run ${id} is finished (${record.reason}): nothing is left to train`,
      experiment.model.trainable === 'none'
        ? 'To fine-tune the encoder, leave model.trainable out of the experiment file and train again.'
        : 'To train longer, raise training.epochs or training.patience in the experiment file and train again.',
    );
  }
  if (status === 'running') {
    return new UserError(
      `run ${id} is still being trained by ${ownerText(ownerOf(record))}`,
      'Wait for it, or stop it first.',
    );
  }
  if (status === 'stopped' && !hasCheckpoint) {
    return new UserError(
      `run ${id} has no ${runFiles.checkpoint} any more: its training cannot be resumed`,
      'Train again.',
    );
  }
  return null;
}

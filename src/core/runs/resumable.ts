import { UserError } from '../../common/userError.ts';
import type { Run } from './readRun.ts';
import { runFiles } from './runFiles.ts';

/** Why a run cannot be taken up where it ended; null where it can: it was stopped, cut off or failed. */
export function whyNotResumable({ id, status, record, hasCheckpoint }: Run): UserError | null {
  if (status === 'finished') {
    return new UserError(
      `run ${id} is finished (${record.reason}): nothing is left to train`,
      'To train longer, raise training.epochs or training.patience in the experiment file and train anew.',
    );
  }
  if (status === 'running') {
    return new UserError(
      `run ${id} is still being trained by process ${record.pid} on ${record.host}`,
      'Wait for it, or stop it first.',
    );
  }
  if (status === 'stopped' && !hasCheckpoint) {
    return new UserError(`run ${id} has no ${runFiles.checkpoint} any more: its training cannot go on`, 'Train anew.');
  }
  return null;
}

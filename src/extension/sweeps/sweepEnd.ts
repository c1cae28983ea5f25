import { grouped } from '../../common/format.ts';
import type { ElementView } from './elementView.ts';

/** The message to the user at the end of a sweep, with its buttons. */
export interface SweepMessage {
  readonly severity: 'information' | 'error';
  readonly text: string;
  readonly offers: readonly SweepOffer[];
}

export type SweepOffer = 'Open Sweep' | 'Continue' | 'Try Again';

/** `stopped`: by the user. `onCluster`: it runs there, whether or not this window follows.  */
export function sweepEnd(
  title: string,
  elements: readonly ElementView[],
  stopped: boolean,
  onCluster = false,
): SweepMessage {
  const of = elements.length;
  const done = elements.filter(({ state }) => state === 'done').length;
  const failed = elements.filter(({ state }) => state === 'failed');
  if (stopped && done < of && onCluster) {
    const text = `Sweep of ${title}: no longer followed, ${done} of ${of} done. “SAFR: Run Sweep on Slurm” follows it again.`;
    return { severity: 'information', text, offers: ['Open Sweep'] };
  }
  if (stopped && done < of) {
    const text = `Sweep of ${title}: stopped, ${done} of ${of} done. What is trained is kept.`;
    return { severity: 'information', text, offers: ['Continue', 'Open Sweep'] };
  }
  const [first] = failed;
  if (first) {
    const text = `${first.reason} (${grouped(failed.length)} of ${grouped(of)} elements failed. Sweep of ${title})`;
    return { severity: 'error', text, offers: ['Try Again', 'Open Sweep'] };
  }
  return { severity: 'information', text: `Sweep of ${title}: ${done} of ${of} done.`, offers: ['Open Sweep'] };
}

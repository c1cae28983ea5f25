import { setTimeout as pause } from 'node:timers/promises';
import { hostname } from 'node:os';
import { UserError } from '../../common/userError.ts';
import { ownerText } from '../runs/owner.ts';
import { whyNotResumable } from '../runs/resumable.ts';
import { ownerOf } from '../runs/runRecord.ts';
import { evaluateRun } from './evaluateRun.ts';
import { resumeTraining, trainResolved, type TrainOptions } from './trainExperiment.ts';
import type { Run } from '../runs/readRun.ts';
import { isDone, runsOf } from '../sweep/elementRuns.ts';
import { claimElement, readPlanned } from '../sweep/plan.ts';

export interface ElementOptions extends Omit<TrainOptions, 'experimentPath' | 'seed' | 'evaluate'> {
  /** See `writePlan`. */
  readonly plan: string;
  /** The number of the element, from 1. */
  readonly number: number;
  /** Called where another process runs the same element, which this one waits for. */
  readonly onWait?: ((reason: string) => void) | undefined;
}

/** How often to check a run that another process is training. */
const pollIntervalMs = 250;

/**
 * Trains and evaluates one element, or completes the run it already has. This is one task of a Slurm job array. Aborting keeps what has been
 * trained: the result is then `stopped`, or the signal's reason is thrown. Errors: UserError of any step, and as `claimElement`.
 */
export async function runElement(options: ElementOptions): Promise<'done' | 'stopped'> {
  const { plan, number, runsDirectory, signal, onWait = () => undefined } = options;
  const element = await readPlanned(plan, number);
  const claim = await claimElement(element.experiment, runsDirectory, onWait, signal);
  try {
    return await completeElement(element, options);
  } finally {
    await claim.release();
  }
}

async function completeElement(
  { experimentPath, experiment }: Awaited<ReturnType<typeof readPlanned>>,
  options: ElementOptions,
): Promise<'done' | 'stopped'> {
  const { runsDirectory, signal } = options;
  for (;;) {
    const [run] = await runsOf({ elements: [{ experiment }], experimentPath }, runsDirectory);
    signal?.throwIfAborted();
    if (run?.status === 'running') await waitForOtherProcess(run);
    else if (run && isDone(run)) return 'done';
    else if (run?.status === 'finished' && run.hasWeights) {
      await evaluateRun({ ...options, directory: run.directory, split: 'test' });
    } else if (run && !whyNotResumable(run)) {
      return outcomeOf(await resumeTraining({ ...options, directory: run.directory, evaluate: true }));
    } else {
      return outcomeOf(await trainResolved({ ...options, experimentPath, experiment, evaluate: true }));
    }
  }
}

const outcomeOf = ({ training }: Awaited<ReturnType<typeof trainResolved>>) =>
  training.state === 'finished' ? 'done' : 'stopped';

/** Waits briefly for a process on this machine, which may be about to stop. A process on another machine cannot be observed from here. */
async function waitForOtherProcess({ id, record }: Run): Promise<void> {
  if (record.host === hostname()) return pause(pollIntervalMs);
  throw new UserError(
    `run ${id} is being trained by ${ownerText(ownerOf(record))}`,
    'Wait for it. If that process no longer exists, delete the run.',
  );
}

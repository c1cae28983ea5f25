import { setTimeout as pause } from 'node:timers/promises';
import { hostname } from 'node:os';
import { UserError } from '../../common/userError.ts';
import { whyNotResumable } from '../runs/resumable.ts';
import { evaluateRun } from './evaluateRun.ts';
import { resumeTraining, trainResolved, type TrainOptions } from './trainExperiment.ts';
import type { Run } from '../runs/readRun.ts';
import { isDone, runsOf } from '../sweep/elementRuns.ts';
import { readPlanned } from '../sweep/plan.ts';

export interface ElementOptions extends Omit<TrainOptions, 'experimentPath' | 'seed' | 'evaluate'> {
  /** See `writePlan`. */
  readonly plan: string;
  /** Of the element, from 1. */
  readonly number: number;
}

/** Milliseconds between two looks at a run that another process is at. */
const look = 250;

/**
 * Brings one element from wherever its run stands to a finished, evaluated run: the whole of a task of an array of jobs. Aborting keeps
 * what is trained; it then resolves to `stopped`, or throws the signal's reason. Errors: UserError of every part.
 */
export async function runElement(options: ElementOptions): Promise<'done' | 'stopped'> {
  const { plan, number, runsDirectory, signal } = options;
  const { experimentPath, experiment } = await readPlanned(plan, number);
  for (;;) {
    const [run] = await runsOf({ elements: [{ experiment }], experimentPath }, runsDirectory);
    signal?.throwIfAborted();
    if (run?.status === 'running') await othersTurn(run);
    else if (run && isDone(run)) return 'done';
    else if (run?.status === 'finished' && run.hasWeights) {
      await evaluateRun({ ...options, directory: run.directory, split: 'test' });
    } else if (run && !whyNotResumable(run)) {
      return outcome(await resumeTraining({ ...options, directory: run.directory, evaluate: true }));
    } else {
      return outcome(await trainResolved({ ...options, experimentPath, experiment, evaluate: true }));
    }
  }
}

const outcome = ({ training }: Awaited<ReturnType<typeof trainResolved>>) =>
  training.state === 'finished' ? 'done' : 'stopped';

/** Waits, as for a process that was asked to end just now; one of another machine cannot be seen from here. */
async function othersTurn({ id, record }: Run): Promise<void> {
  if (record.host === hostname()) return pause(look);
  const process = record.job ? `Slurm job ${record.job.id}` : `process ${record.pid}`;
  throw new UserError(
    `run ${id} is being trained by ${process} on ${record.host}`,
    'Wait for it; if that process is no more, delete the run.',
  );
}

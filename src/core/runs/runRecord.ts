import * as z from 'zod';
import { ownerIsGone, type Owner } from './owner.ts';
import { slurmJobSchema } from './slurmJob.ts';

/** `run.json`: the state of a run. Times are ISO 8601, UTC. */
export const runRecordSchema = z.object({
  state: z.enum(['running', 'finished', 'stopped', 'failed']),
  /** Why it is in that state; null while it runs. */
  reason: z.string().nullable(),
  /** The process that trains or trained it, and its machine; the host of an imported run is ''. */
  pid: z.int(),
  /** See `processStart`; runs of earlier versions have none. */
  processStart: z.string().nullable().default(null),
  host: z.string(),
  /** The Slurm job that the process belongs to, if any. */
  job: slurmJobSchema.optional(),
  started: z.iso.datetime(),
  /** When this process started or resumed it. */
  resumed: z.iso.datetime(),
  ended: z.iso.datetime().nullable(),
  /**
   * The epoch (from 1) whose weights the run has, with its accuracy and macro F1 on the dev split (null in runs of earlier versions); null
   * before the first one.
   */
  best: z.object({ epoch: z.int(), accuracy: z.number(), macroF1: z.number().nullable().default(null) }).nullable(),
  /** The device's description of itself. */
  device: z.string(),
});

export type RunRecord = z.output<typeof runRecordSchema>;

/** `interrupted`: the record says running, but its process is gone. */
export type RunStatus = RunRecord['state'] | 'interrupted';

/** `asksSlurm`: see `ownerIsGone`. */
export async function statusOf(record: RunRecord, asksSlurm = true): Promise<RunStatus> {
  if (record.state !== 'running') return record.state;
  return (await ownerIsGone(ownerOf(record), asksSlurm)) ? 'interrupted' : 'running';
}

/** The process that trains or trained a run. */
export function ownerOf({ pid, processStart, host, job }: RunRecord): Owner {
  return { pid, start: processStart, host, ...(job && { job }) };
}

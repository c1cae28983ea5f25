import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import * as z from 'zod';
import { isGone, slurmJobSchema } from './slurmJob.ts';

/** `run.json`: where a run stands. Times are ISO 8601, UTC. */
export const runRecordSchema = z.object({
  state: z.enum(['running', 'finished', 'stopped', 'failed']),
  /** Why it is in that state; null while it runs. */
  reason: z.string().nullable(),
  /** The process that trains or trained it, and the machine. */
  pid: z.int(),
  host: z.string(),
  /** The job of Slurm that the process belongs to, where it belongs to one. */
  job: slurmJobSchema.optional(),
  started: z.iso.datetime(),
  /** When this process took it up: `started`, or the last resume. */
  resumed: z.iso.datetime(),
  ended: z.iso.datetime().nullable(),
  /** The epoch, from 1, whose weights the run holds, with its dev accuracy; null before the first one. */
  best: z.object({ epoch: z.int(), accuracy: z.number() }).nullable(),
  /** What the device says of itself. */
  device: z.string(),
});

export type RunRecord = z.output<typeof runRecordSchema>;

/** `interrupted`: the record says running, but its process is gone. */
export type RunStatus = RunRecord['state'] | 'interrupted';

/** Processes of another machine cannot be seen from here: its runs are taken at their word, unless Slurm knows better. */
export async function statusOf(record: RunRecord): Promise<RunStatus> {
  if (record.state !== 'running') return record.state;
  const gone =
    record.host === hostname() ? !processLives(record) : record.job !== undefined && (await isGone(record.job));
  return gone ? 'interrupted' : 'running';
}

function processLives({ pid, resumed }: RunRecord): boolean {
  const since = Date.parse(resumed);
  const boot = Date.now() - uptime() * 1000;
  // The id may be in use again: since the machine started anew, or by this very process.
  if (since < boot || (pid === process.pid && since < Math.floor(performance.timeOrigin))) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether a process is over but still listed, as for ever in a container whose first process does not reap others' children. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return /^State:\s*[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false; // another user's, say
  }
}

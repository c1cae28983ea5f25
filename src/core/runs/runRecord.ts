import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import * as z from 'zod';

/** `run.json`: where a run stands. Times are ISO 8601, UTC. */
export const runRecordSchema = z.object({
  state: z.enum(['running', 'finished', 'stopped', 'failed']),
  /** Why it is in that state; null while it runs. */
  reason: z.string().nullable(),
  /** The process that trains or trained it, and the machine. */
  pid: z.int(),
  host: z.string(),
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

/** A run of another machine is taken at its word: its processes cannot be seen from here. */
export function statusOf(record: RunRecord): RunStatus {
  const gone = record.state === 'running' && record.host === hostname() && !processLives(record);
  return gone ? 'interrupted' : record.state;
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

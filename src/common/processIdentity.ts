import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { ownPipe, pipeIsGone } from './processPipe.ts';

/**
 * When a process started, in a form that only serves to be compared; null where it cannot be known. Together with the process id it
 * identifies a process: ids are used again, and clocks are set. On Linux it is the boot's id with the start in clock ticks since the
 * boot (proc(5), field 22 of /proc/PID/stat), on other Unix systems the start as `ps` prints it; on Windows, where asking for it takes a second,
 * the name of a pipe that this process has until it ends.
 */
export async function processStart(pid: number): Promise<string | null> {
  if (process.platform === 'linux') return statOf(pid)?.start ?? null;
  if (process.platform === 'win32') return pid === process.pid ? ownPipe() : null;
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  return run('ps', ['-o', 'lstart=', '-p', String(pid)], { env }).then(
    ({ stdout }) => stdout.trim() || null,
    () => null,
  );
}

/** Whether the process of this id and this start has ended. `start`: null where it is not known, the id then has to do. */
export async function hasEnded(pid: number, start: string | null): Promise<boolean> {
  if (!isListed(pid)) return true;
  if (process.platform === 'win32') return start !== null && pipeIsGone(start);
  if (process.platform === 'linux' && statOf(pid)?.isZombie) return true;
  const current = await processStart(pid);
  return start !== null && current !== null && start !== current;
}

const run = promisify(execFile);

function isListed(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'; // another user's
  }
}

/**
 * null where the process is gone or hidden. A zombie has ended but is still listed, for ever in a container whose first process does not
 * reap the children of others.
 */
function statOf(pid: number): { readonly start: string; readonly isZombie: boolean } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from field 3 on; the name before may hold anything
    return { start: `${bootId()} ${fields[19]}`, isZombie: /[ZX]/.test(fields[0]!) };
  } catch {
    return null;
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

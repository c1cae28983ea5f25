import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UserError } from '../../common/userError.ts';

type CommandName = 'sbatch' | 'squeue' | 'sacct' | 'scancel';

/** The error message of a command of Slurm, in one line. */
export class SlurmProblem extends UserError {}

const run = promisify(execFile);
/** Longer than Slurm's own time-out for a busy controller. */
const timeoutMs = 60_000;

/** What the command prints. Errors: UserError if it is not installed; SlurmProblem if it fails. */
export async function slurmCommand(name: CommandName, args: readonly string[], remedy: string): Promise<string> {
  try {
    const { stdout } = await run(name, args, { timeout: timeoutMs, maxBuffer: 2 ** 28 });
    return stdout;
  } catch (error) {
    const { code, stderr } = error as { readonly code?: unknown; readonly stderr?: string };
    if (code === 'ENOENT') {
      throw new UserError(
        `${name} is not found: there is no Slurm on this machine`,
        'Run this on a machine of the cluster, such as its login node; without --slurm a sweep runs on this one.',
      );
    }
    throw new SlurmProblem(`${name}: ${problemIn(stderr ?? '') ?? `no answer (${String(code)})`}`, remedy);
  }
}

/** The lines of an error, without the command's name before each, as one. */
export function problemIn(stderr: string): string | null {
  const lines = stderr.split('\n').map((line) => line.replace(/^\w+: (error|fatal): |^slurm_\w+ error: /, '').trim());
  return [...new Set(lines)].filter(Boolean).join('; ') || null;
}

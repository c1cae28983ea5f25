import { mkdir } from 'node:fs/promises';
import { atomicWrite } from '../../common/atomicWrite.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import type { ElementProgram } from '../sweep/elementProcess.ts';
import { batchScript, sbatchOptions } from './batchScript.ts';
import type { Resources } from './resources.ts';
import { slurmCommand } from './slurmCommand.ts';
import { addJob, type SlurmFolder } from './submitted.ts';

export interface Submission {
  readonly folder: SlurmFolder;
  readonly program: ElementProgram;
  readonly resources: Resources;
  /** Elements at a time; as many as Slurm allows unless given. */
  readonly jobs?: number | undefined;
}

/** Submits one array of these elements; returns the job. Errors: UserError with the message of sbatch. */
export async function submit(
  { folder, program, resources, jobs }: Submission,
  elements: readonly number[],
): Promise<number> {
  const { jobName, path: logs, script } = folder;
  await makeFolder(logs);
  await atomicWrite(script, batchScript({ jobName, logs, resources, ...startOf(program) }));
  const list = ranges(elements);
  const array = jobs === undefined ? list : `${list}%${jobs}`;
  // Repeated on the command line, since environment variables of sbatch override the script.
  const options = sbatchOptions({ jobName, logs, resources }).map(([name, value]) => `--${name}=${value}`);
  const stdout = await slurmCommand(
    'sbatch',
    ['--parsable', '--requeue', ...options, `--array=${array}`, script],
    'Fix what Slurm names; `sinfo` lists partitions with their limits, --partition, --time, --gpus and --account choose.',
  );
  const job = Number.parseInt(stdout, 10); // "12" or "12;cluster"
  await addJob(folder, { job, elements: list, submitted: new Date().toISOString() });
  return job;
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: unknown) => {
    throw fileProblem(path, error, 'written');
  });
}

function startOf({ script, execArgv, args, env = {} }: ElementProgram) {
  const command = [process.execPath, ...execArgv, script, 'sweep', ...args];
  const given = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { command, env: Object.fromEntries(given) };
}

/** "1-3,5" of 1, 2, 3 and 5. */
export function ranges(numbers: readonly number[]): string {
  const found: [from: number, to: number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}

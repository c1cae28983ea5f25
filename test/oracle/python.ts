import { spawnSync } from 'node:child_process';

/** The python with the packages that the tests compare with. */
export const pythonPath = (): string | undefined => process.env['SAFR_PYTHON'];

/** Runs a script of this folder, by default subwords.py, with `input` as JSON; returns what it prints. */
export function python(args: readonly string[], input?: unknown, script = 'subwords.py'): string {
  const { stdout, stderr, status } = spawnSync(pythonPath() ?? 'python3', [`test/oracle/${script}`, ...args], {
    encoding: 'utf8',
    input: input === undefined ? '' : JSON.stringify(input),
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

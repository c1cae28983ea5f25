import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

/** Programs of the user that an installation runs: npm, Python, the compiler. */
export interface ToolContext {
  /** The working directory. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** What begins, or why a way of installing failed, in one line. */
  readonly onStep: (text: string) => void;
  /** Every line that the programs write. */
  readonly onLine: (line: string) => void;
}

export interface ToolResult {
  readonly code: number | null;
  /** Of both streams. */
  readonly lines: readonly string[];
}

const isWindows = process.platform === 'win32';

/** Runs a program to its end. `env`: variables in addition to the parent's. Errors: the signal's reason, once its processes are killed. */
export async function runTool(
  program: string,
  args: readonly string[],
  { folder, signal, onLine }: ToolContext,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<ToolResult> {
  signal.throwIfAborted();
  const child = spawn(isWindows ? `"${program}"` : program, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !isWindows, // leads a group, which is killed as one
    shell: isWindows, // npm is a script of the shell
    windowsHide: true,
  });
  const lines: string[] = [];
  const take = (line: string) => void (lines.push(line), onLine(line));
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', take);
  const kill = () => killTree(child);
  signal.addEventListener('abort', kill);
  const [code] = (await once(child, 'close').finally(() => signal.removeEventListener('abort', kill))) as [
    number | null,
  ];
  signal.throwIfAborted();
  return { code, lines };
}

/** The path of the first of these programs that is on PATH. */
export function findOnPath(...names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

function killTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (isWindows)
    return void execFile('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true }, () => undefined);
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The processes have just ended.
  }
}

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { UserError } from '../../common/userError.ts';

export interface NpmInstall {
  /** Has a package.json. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Every line that npm and the packages' own scripts write. */
  readonly onLine: (line: string) => void;
}

const isWindows = process.platform === 'win32';
// The output of the packages' scripts is shown, since they download more than npm itself.
const command = ['install', '--no-audit', '--no-fund', '--no-progress', '--loglevel=http', '--foreground-scripts'];

/** Runs the user's `npm install`. Errors: UserError if there is no npm or it fails; the signal's reason, once its processes are killed. */
export async function npmInstall({ folder, signal, onLine }: NpmInstall): Promise<void> {
  const npm = findNpm();
  signal.throwIfAborted();
  const child = spawn(isWindows ? `"${npm}"` : npm, command, {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: undefined, ADBLOCK: '1' }, // keeps a package's script from printing an advertisement
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
  const [code] = (await once(child, 'close').finally(() => signal.removeEventListener('abort', kill))) as [unknown];
  signal.throwIfAborted();
  if (code !== 0) throw new UserError(`npm: ${npmReason(lines)}`, 'Fix what it names, then run the command again.');
}

/** On PATH. Errors: UserError if it is not. */
function findNpm(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = folders.map((folder) => join(folder, isWindows ? 'npm.cmd' : 'npm')).find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new UserError(
    'npm, which is needed to install it, is not on PATH',
    'Install Node.js (nodejs.org), which includes npm, and restart VS Code.',
  );
}

function killTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (isWindows) return void execFile('taskkill', ['/pid', String(pid), '/T', '/F'], () => undefined);
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The processes have just ended.
  }
}

/** Lines of npm that do not name the reason. */
const context = /^(code|path|command|errno|syscall|signal|A complete log)\b/;

/** The most informative line of a failed npm's output: an error of a package's script, else npm's own, else the last line. */
export function npmReason(lines: readonly string[]): string {
  const script = lines.flatMap((line) => /^(?:\S+ ERR! stack )?\w*Error: (.+)/.exec(line)?.[1] ?? []);
  const own = lines.flatMap((line) => /^npm (?:error|ERR!) (.+)/.exec(line)?.[1] ?? []);
  const last = lines.findLast((line) => line.trim() !== '');
  return (script[0] ?? own.find((text) => !context.test(text)) ?? last ?? 'npm failed without a message').trim();
}

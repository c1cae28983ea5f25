import { UserError } from '../../common/userError.ts';
import { findOnPath, runTool, type ToolContext } from './tool.ts';

// The output of the packages' scripts is shown, since they download more than npm itself.
const command = ['install', '--no-audit', '--no-fund', '--no-progress', '--loglevel=http', '--foreground-scripts'];
const environment = {
  NODE_OPTIONS: undefined,
  ADBLOCK: '1', // keeps a package's script from printing an advertisement
};

/**
 * Runs the user's `npm install` in a folder that has a package.json. `options`: further ones. Errors: UserError if there is no npm or it
 * fails; the signal's reason, once its processes are killed.
 */
export async function npmInstall(context: ToolContext, ...options: readonly string[]): Promise<void> {
  const npm = findNpm();
  context.onStep('npm installs the package');
  const { code, lines } = await runTool(npm, [...command, ...options], context, environment);
  if (code !== 0) throw new UserError(`npm: ${npmReason(lines)}`, 'Fix what it names, then try again.');
}

/** On PATH. Errors: UserError if it is not. */
export function findNpm(): string {
  const found = findOnPath(process.platform === 'win32' ? 'npm.cmd' : 'npm');
  if (found !== undefined) return found;
  throw new UserError(
    'npm, which is needed to install it, is not on PATH',
    'Install Node.js (nodejs.org), which includes npm, and try again in a new window.',
  );
}

/** Lines of npm that do not give the reason. */
const uninformative = /^(code|path|command|errno|syscall|signal|A complete log)\b/;

/** The most informative line of a failed npm's output: an error of a package's script, else npm's own, else the last line. */
export function npmReason(lines: readonly string[]): string {
  const script = lines.flatMap((line) => /^(?:\S+ ERR! stack )?\w*Error: (.+)/.exec(line)?.[1] ?? []);
  const own = lines.flatMap((line) => /^npm (?:error|ERR!) (.+)/.exec(line)?.[1] ?? []);
  const last = lines.findLast((line) => line.trim() !== '');
  return (script[0] ?? own.find((text) => !uninformative.test(text)) ?? last ?? 'npm failed without a message').trim();
}

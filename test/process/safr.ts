import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export const cli = resolve('dist/cli.js');

/** The user's Node, which runs npm; the tests themselves run on that of VS Code's extension host, the package `node`. */
export const node = process.env['npm_node_execpath'] ?? process.execPath;

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

export interface SafrOptions {
  /** Working directory. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
}

/** Starts `safr` as a user would, with its cache in `cwd`. */
export function startSafr(args: readonly string[], { cwd, env = {}, input = '' }: SafrOptions): Started {
  return startProcess(node, [cli, ...args], { cwd, env, input });
}

/** Starts any command in the same environment. */
export function startProcess(command: string, args: readonly string[], { cwd, env, input }: SafrOptions): Started {
  const own = {
    NO_COLOR: undefined,
    FORCE_COLOR: undefined,
    NODE_OPTIONS: undefined,
    XDG_CACHE_HOME: join(cwd, 'cache'),
    SAFR_NATIVE: '0', // with an empty cache every process would run the self-test
  };
  const child = spawn(command, args, { cwd, env: { ...process.env, ...own, ...env } });
  child.stdin.on('error', () => undefined); // it may end before it has read everything
  child.stdin.end(input);
  return { child, outcome: outcomeOf(child) };
}

async function outcomeOf(child: ReturnType<typeof spawn>): Promise<Outcome> {
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  return { code, signal, stdout, stderr };
}

export function safr(args: readonly string[], options: SafrOptions): Promise<Outcome> {
  return startSafr(args, options).outcome;
}

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'safr-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** All files in a folder and its subfolders. */
export function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

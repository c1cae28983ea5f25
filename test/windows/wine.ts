import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inject, onTestFinished } from 'vitest';
import type { Outcome, Started as StartedSafr } from '../process/safr.ts';
import { windowsNode } from './home.ts';
import { wineEnvironment } from './prefix.ts';

/** A program on Windows' Node. */
export interface Started extends StartedSafr {
  /** Waits until a condition on standard output is met, and returns that. Errors: the process ended before. */
  until(condition: (stdout: string) => boolean): Promise<string>;
}

/** The path on Windows of a file of this system. */
export const onDriveZ = (path: string) => `Z:${resolve(path).replaceAll('/', '\\')}`;

/** Starts a program of Windows' Node, with output to files: under Wine, Node cannot open pipes (EBADF). */
export function startNode(cwd: string, args: readonly string[]): Started {
  const output = mkdtempSync(join(inject('winePrefix'), 'output-'));
  const paths = { stdout: join(output, 'stdout'), stderr: join(output, 'stderr') };
  const files = [openSync(paths.stdout, 'w'), openSync(paths.stderr, 'w')];
  const env = { ...wineEnvironment(inject('winePrefix')), NODE_COMPILE_CACHE: 'C:\\compiled' };
  const child = spawn('wine', [windowsNode, ...args], { cwd, env, stdio: ['ignore', ...files] });
  for (const file of files) closeSync(file);
  const outcome = (once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>).then(([code, signal]) => {
    return { code, signal, stdout: readFileSync(paths.stdout, 'utf8'), stderr: readFileSync(paths.stderr, 'utf8') };
  });
  const until = async (condition: (stdout: string) => boolean) => {
    for (;;) {
      const ended = child.exitCode ?? child.signalCode;
      const stdout = readFileSync(paths.stdout, 'utf8');
      if (condition(stdout)) return stdout;
      if (ended !== null) throw new Error(`it ended with ${ended} before: ${(await outcome).stderr}`);
      await pause(20);
    }
  };
  return { child, outcome, until };
}

/** The command line with its packages bundled, as the extension has it: Wine is slow at opening many files. */
const program = onDriveZ('dist/host/cli.js');

/** Starts `safr` on Windows. */
export function startSafr(cwd: string, ...args: readonly string[]): Started {
  return startNode(cwd, [program, ...args]);
}

export function safr(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  return startSafr(cwd, ...args).outcome;
}

/** Like `safr`, for what must succeed. Returns standard output. */
export async function safrOutput(cwd: string, ...args: readonly string[]): Promise<string> {
  const { code, signal, stdout, stderr } = await safr(cwd, ...args);
  if (code !== 0) throw new Error(`safr ${args.join(' ')}: ${signal ?? `exit code ${code}`}\n${stdout}${stderr}`);
  return stdout;
}

/** A folder on drive C:, which is removed after the test. */
export function folderOnDriveC(name: string): string {
  const folder = join(inject('winePrefix'), 'drive_c', name);
  mkdirSync(folder);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

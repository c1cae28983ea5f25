// Makes the Windows in which this project's tests run: a prefix of Wine in a temporary folder, without anything of the user's.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { reasonToSkip } from '../requirements.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the prefix; drive C: is `drive_c` in it, Z: the root of this system. */
    winePrefix: string;
  }
}

/** Wine's variables for a prefix. */
export function wineEnvironment(prefix: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    WINEPREFIX: prefix,
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'winemenubuilder.exe,mscoree,mshtml=', // no entries in the user's menus, no offer to install .NET and HTML
    HOME: join(prefix, 'home'), // the prefix has links to its folders
    LC_ALL: 'C.UTF-8',
    DISPLAY: undefined,
    WAYLAND_DISPLAY: undefined,
    NODE_OPTIONS: undefined,
  };
}

/** Should the tests be killed, it ends then by itself. */
const maxIdleSeconds = 1800;

let prefix: string | undefined;

/** Called by vitest before the tests of this project. */
export function setup(project: TestProject): void {
  if (reasonToSkip('windows') !== null) return;
  prefix = mkdtempSync(join(tmpdir(), 'wine-'));
  mkdirSync(join(prefix, 'home'));
  // Otherwise the server of Wine ends with its last program, and a program that starts at this moment fails: "Connection reset by peer".
  run(prefix, 'wineserver', `--persistent=${maxIdleSeconds}`);
  run(prefix, 'wineboot', '--init');
  // Wine calls itself Windows 7, on which Node does not start.
  const status = run(prefix, 'wine', 'winecfg', '/v', 'win10');
  if (status !== 0) throw new Error(`Wine does not start: winecfg exits with ${status}`);
  cpSync('node_modules/webgpu/dist/win32-x64', 'dist/host/chunks/dist/win32-x64', { recursive: true });
  project.provide('winePrefix', prefix);
}

/** Called by vitest after them. */
export function teardown(): void {
  if (prefix === undefined) return;
  run(prefix, 'wineserver', '--kill');
  run(prefix, 'wineserver', '--wait');
  rmSync(prefix, { recursive: true, force: true });
}

/** Returns the exit code. */
function run(prefix: string, command: string, ...args: string[]): number | null {
  return spawnSync(command, args, { env: wineEnvironment(prefix), stdio: 'ignore' }).status;
}

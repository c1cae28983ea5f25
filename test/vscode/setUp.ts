import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder } from '../cacheFolder.ts';

/** VS Code 1.139 with its real extension host, for a browser. */
const codeServer = 'code-server@4.139.1';
/** Compiles for the Node that runs it; Debian's npm links every native module with Debian's own Node. */
const ownNpm = 'npm@11';
const home = join(cacheFolder, codeServer.replace('@', '-'));

/** Node 24, as VS Code's extension host has it: the npm package `node`. */
export const nodeBin = resolve(import.meta.dirname, '../../node_modules/node/bin');
export const entry = join(home, 'node_modules/code-server/out/node/entry.js');

/** Installs code-server where it is missing: about 90 seconds, once per machine. Errors: with what to install. */
export function setUp(): void {
  if (existsSync(entry)) return;
  console.log(`Installing ${codeServer} into ${home}; this takes about 90 seconds, once.`);
  const fresh = `${home}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    writeFileSync(join(fresh, 'package.json'), '{ "private": true }\n');
    npm(nodeBin, fresh, 'install', '--ignore-scripts', codeServer, ownNpm);
    // Its own post-install compiles the native modules: it needs Node 24, python3, make, g++, pkg-config and libkrb5-dev.
    const programs = `${nodeBin}:${join(fresh, 'node_modules/.bin')}`;
    npm(programs, join(fresh, 'node_modules/code-server'), 'install', '--omit=dev');
    rmSync(home, { recursive: true, force: true });
    renameSync(fresh, home);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    const said = (error as { stderr?: Buffer }).stderr?.toString().trim().split('\n').at(-1) ?? String(error);
    const remedy = 'on Debian, apt-get install python3 make g++ pkg-config libkrb5-dev';
    throw new Error(`${codeServer} cannot be installed (${said}): ${remedy}`, { cause: error });
  }
}

/** `programs`: folders of programs that come before those of the machine. */
function npm(programs: string, directory: string, ...args: string[]): void {
  // The settings of the npm that runs the tests are not those of this install.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'));
  const env = { ...Object.fromEntries(own), PATH: `${programs}:${process.env['PATH']}` };
  execFileSync('npm', [...args, '--no-audit', '--no-fund'], { cwd: directory, env, stdio: 'pipe' });
}

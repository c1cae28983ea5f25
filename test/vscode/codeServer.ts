import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { entry, nodeBin } from './setUp.ts';

export interface CodeServer {
  readonly url: string;
  readonly pid: number;
  /** The socket of the probe. */
  readonly probe: string;
  stop(): Promise<void>;
}

export interface CodeServerOptions {
  /** Folder for its state: settings, extensions, logs. */
  readonly home: string;
  /** Opened in the window. */
  readonly workspace: string;
  /** Extensions to install: .vsix files. */
  readonly extensions: readonly string[];
  /** The user's settings beside those every test wants. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

const quiet = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  'window.commandCenter': false,
  'workbench.quickOpen.closeOnFocusLost': false, // on a busy machine the window loses it for a moment
  'workbench.reduceMotion': 'on',
  'editor.autoClosingQuotes': 'never',
  'editor.autoSurround': 'never',
};
const quietly = [
  '--auth',
  'none',
  '--disable-telemetry',
  '--disable-update-check',
  '--disable-getting-started-override',
];

/** Starts VS Code for a browser, with the extensions and the probe installed. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const { home, workspace, extensions, settings } = options;
  const userData = join(home, 'user');
  const extensionsDir = join(home, 'extensions');
  const probe = join(home, 'probe.sock');
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User/settings.json'), JSON.stringify({ ...quiet, ...settings }, null, 2));
  cpSync(resolve(import.meta.dirname, 'probe'), join(extensionsDir, 'safr-tests.probe-1.0.0'), { recursive: true });
  const folders = ['--user-data-dir', userData, '--extensions-dir', extensionsDir];
  const node = join(nodeBin, 'node');
  const env = { ...cleanEnvironment(), SAFR_PROBE: probe };
  for (const vsix of extensions) {
    execFileSync(node, [entry, ...folders, '--install-extension', vsix, '--force'], { env, stdio: 'pipe' });
  }
  const port = await freePort();
  const server = spawn(node, [entry, ...quietly, '--bind-addr', `127.0.0.1:${port}`, ...folders, workspace], {
    env,
    stdio: 'ignore',
    detached: true, // a group of its own, so that it ends with all its processes
  });
  await answers(`http://127.0.0.1:${port}/healthz`);
  const url = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}`;
  return { url, pid: server.pid!, probe, stop: () => end(server) };
}

async function end(server: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  process.kill(-server.pid!, 'SIGTERM');
  await Promise.race([ended, setTimeout(5000).then(() => process.kill(-server.pid!, 'SIGKILL'))]);
}

/** Without what npm and VS Code say to their own children. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|VSCODE_|VITEST|NODE_)/.test(name));
  return { ...Object.fromEntries(own), PATH: `${nodeBin}:${process.env['PATH']}` };
}

async function answers(url: string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await setTimeout(100);
  }
  throw new Error(`no answer from ${url} within 60 seconds`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

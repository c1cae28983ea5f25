import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const timeoutMs = 60_000;

/** The package's dist folder, whether this module runs from the source tree or from a bundle. */
export function distFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('no package.json above the engine');
    folder = parent;
  }
  return join(folder, 'dist');
}

/**
 * Runs a script of dist/host in a process of its own, which may crash, without its output. Returns its exit code, null where a signal ended
 * it. Errors: it did not start, or not end in time.
 */
export async function exitCodeOf(script: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [join(distFolder(), 'host', script), ...args], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined },
    stdio: 'ignore',
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') reject(new Error(`${script} did not end`));
      else resolve(code);
    });
  });
}

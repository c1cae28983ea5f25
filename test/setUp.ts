// Prepares the machine for the tests: `node test/setUp.ts [PROJECT]`. As root on Debian, installs what the suites need; elsewhere says in
// one command what to install. Then names the suites that are left out. vitest skips their tests, with the reason.
import { spawnSync } from 'node:child_process';
import { describeMissing, isOnPath, isRoot, missingSuites, packagesToInstall } from './requirements.ts';

const project = process.argv[2];
const packages = packagesToInstall(missingSuites(project));
const command = `apt-get update && apt-get install --yes --no-install-recommends ${packages.join(' ')}`;
if (packages.length > 0 && isRoot() && isOnPath('apt-get')) {
  console.log(`Installing ${packages.join(', ')}`);
  aptGet('update');
  // One by one where that fails, so that a package that this machine cannot get leaves out the suites that need it only.
  if (!aptInstall(packages)) {
    const failed = packages.filter((name) => !aptInstall([name]));
    if (failed.length > 0) console.log(`Not installed: ${failed.join(', ')}`);
  }
} else if (packages.length > 0) {
  console.log(`To run every test on Debian, first run as root:\n  ${command}`);
}
const missing = missingSuites(project);
if (missing.length > 0) {
  console.log(`Left out, counted as skipped:\n${missing.map((suite) => `  ${describeMissing(suite)}`).join('\n')}`);
}

function aptInstall(names: readonly string[]): boolean {
  return aptGet('install', '--yes', '--no-install-recommends', ...names);
}

function aptGet(...args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', ['-qq', ...args], { env, stdio: 'inherit' }).status === 0;
}

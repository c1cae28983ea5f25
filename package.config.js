// Packs what `npm run build` built: dist/safr-studio.vsix for this platform, or with --all dist/safr-studio-PLATFORM.vsix for each that is
// published. Nothing but Dawn's binary differs between them.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { copyDawn, dawnFolder, thisPlatform } from './dawn.config.js';

const published = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64'];
const ignoreFile = 'dist/vscodeignore';

function pack(platform, out) {
  copyDawn(platform);
  writeFileSync(ignoreFile, `${readFileSync('.vscodeignore', 'utf8')}!${dawnFolder(platform)}/**\n`);
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  const args = ['package', ...options, '--ignoreFile', ignoreFile, '--target', platform, '--out', out];
  const { status } = spawnSync(process.execPath, ['node_modules/@vscode/vsce/vsce', ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

if (process.argv.includes('--all')) {
  for (const platform of published) pack(platform, `dist/safr-studio-${platform}.vsix`);
} else {
  pack(thisPlatform, 'dist/safr-studio.vsix');
}

// Packs what `npm run build` built: dist/safr-studio.vsix for this platform, or with --all dist/safr-studio-PLATFORM.vsix for each that is
// published. Nothing but Dawn's binary differs between them.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { copyDawn, dawnFolder, thisPlatform } from './dawn.config.js';

const published = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64'];
/** All that is packed lies here. */
const folder = 'dist/package';
const parts = [
  ...['package.json', 'LICENSE', 'media/icon-256.png', 'media/safr.svg', 'media/walkthrough'],
  ...['dist/host', 'dist/webview', 'dist/wasm', 'dist/goldens'],
  ...['dist/experiment.schema.json', 'dist/ThirdPartyNotices.txt'],
];
const pages = ['README.md', 'CHANGELOG.md'];
/** Within dist/host: source maps, and the binaries of Dawn, of which each package has one. */
const leftOut = /\.map$|host\/chunks\/dist$/;

function pack(platform, out) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  copyDawn(platform);
  for (const part of parts) {
    cpSync(part, `${folder}/${part}`, { recursive: true, filter: (path) => !leftOut.test(path.replaceAll('\\', '/')) });
  }
  cpSync(dawnFolder(platform), `${folder}/${dawnFolder(platform)}`, { recursive: true });
  for (const page of pages) writeFileSync(`${folder}/${page}`, packedPage(readFileSync(page, 'utf8')));
  writeFileSync(`${folder}/.vscodeignore`, ''); // without one, vsce warns
  const args = ['package', '--no-dependencies', '--allow-missing-repository'];
  const vsce = [resolve('node_modules/@vscode/vsce/vsce'), ...args, '--target', platform, '--out', resolve(out)];
  const { status } = spawnSync(process.execPath, vsce, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/**
 * The page without its pictures and without links into the repository: VS Code shows pictures from https only, and the repository has no
 * public address that both could be completed with.
 */
function packedPage(text) {
  const blocks = text.split('\n\n').filter((block) => !/!\[|<img/.test(block));
  return blocks.join('\n\n').replace(/\[([^\]]+)\]\((?!https:|#)[^)]+\)/g, '$1');
}

if (process.argv.includes('--all')) {
  for (const platform of published) pack(platform, `dist/safr-studio-${platform}.vsix`);
} else {
  pack(thisPlatform, 'dist/safr-studio.vsix');
}

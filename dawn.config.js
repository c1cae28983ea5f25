// Dawn, WebGPU's implementation, where its package looks for it: next to the module that loads it, which is a chunk of dist/host.
import { cpSync, existsSync } from 'node:fs';

/** The platform of this machine, as VS Code's packages name it. */
export const thisPlatform = `${process.platform}-${process.arch}`;

/** The folder of Dawn's binary for a platform. */
export const dawnFolder = (platform) =>
  `dist/host/chunks/dist/${platform.startsWith('darwin-') ? 'darwin-universal' : platform}`;

/** Copies Dawn's binary for a platform into dist. Its package has those of all platforms. */
export function copyDawn(platform) {
  const folder = dawnFolder(platform);
  if (!existsSync(folder))
    cpSync(folder.replace('dist/host/chunks', 'node_modules/webgpu'), folder, { recursive: true });
}

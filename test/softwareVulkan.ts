import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where distributions put Chromium, which brings SwiftShader and a Vulkan loader along. */
const folders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/usr/lib64/chromium-browser', '/opt/google/chrome'];

/**
 * Environment in which Dawn finds SwiftShader, a Vulkan driver for the processor, in addition to any GPU; null where no Chromium is
 * installed. To be set before a process starts: the loader's path is read only then.
 */
export function softwareVulkan(): Record<string, string> | null {
  const folder = folders.find((path) => existsSync(join(path, 'vk_swiftshader_icd.json')));
  if (folder === undefined) return null;
  const behind = process.env['LD_LIBRARY_PATH'];
  return {
    LD_LIBRARY_PATH: behind ? `${behind}:${folder}` : folder,
    VK_ADD_DRIVER_FILES: join(folder, 'vk_swiftshader_icd.json'),
  };
}

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built kernels this engine can run: with fused multiply-add where it knows relaxed SIMD (Node 22 and later). */
export function kernelBinary(): { module: WebAssembly.Module; relaxed: boolean } {
  const relaxedBytes = readFileSync(kernelFile('relaxed'));
  const relaxed = WebAssembly.validate(relaxedBytes);
  const bytes = relaxed ? relaxedBytes : readFileSync(kernelFile('baseline'));
  return { module: new WebAssembly.Module(bytes), relaxed };
}

export const kernelFile = (variant: 'relaxed' | 'baseline') => builtFile(`${variant}.wasm`);

/** Path of a file of this device in the package's dist folder, whether this module runs from the source tree or from a bundle. */
export function builtFile(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('no package.json above the wasm device');
    folder = parent;
  }
  return join(folder, 'dist', 'wasm', name);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { distFolder } from '../builtScript.ts';

/** The built kernels this engine can run: with fused multiply-add where it knows relaxed SIMD (Node 22 and later). */
export function kernelBinary(): { module: WebAssembly.Module; relaxed: boolean } {
  const relaxedBytes = readFileSync(kernelFile('relaxed'));
  const relaxed = WebAssembly.validate(relaxedBytes);
  const bytes = relaxed ? relaxedBytes : readFileSync(kernelFile('baseline'));
  return { module: new WebAssembly.Module(bytes), relaxed };
}

export const kernelFile = (variant: 'relaxed' | 'baseline') => builtFile(`${variant}.wasm`);

/** Path of a built file of this device. */
export const builtFile = (name: string) => join(distFolder(), 'wasm', name);

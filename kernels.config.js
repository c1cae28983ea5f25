// Compiles the wasm device's kernels: once for every engine with SIMD and threads, once with fused multiply-add (relaxed SIMD).
import { mkdirSync } from 'node:fs';
import asc from 'assemblyscript/asc';

mkdirSync('dist/wasm', { recursive: true });
const variants = { baseline: [], relaxed: ['--enable', 'relaxed-simd'] };
for (const [name, features] of Object.entries(variants)) {
  const { error, stderr } = await asc.main([
    'src/engine/wasm/kernels/index.ts',
    ...['--outFile', `dist/wasm/${name}.wasm`],
    ...['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort='],
    ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
    ...['--enable', 'simd', '--enable', 'threads', ...features],
  ]);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
}

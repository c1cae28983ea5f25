// Bundles what runs: the command line and the wasm device's worker.
import { build } from 'esbuild';

await build({
  entryPoints: { 'wasm/worker': 'src/engine/wasm/worker.ts' },
  outdir: 'dist',
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
});

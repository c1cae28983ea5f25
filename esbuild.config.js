// Bundles what runs: the command line and the wasm device's worker; writes the JSON Schema of experiment files.
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const common = {
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
};

rmSync('dist/chunks', { recursive: true, force: true });
await build({ ...common, entryPoints: { 'wasm/worker': 'src/engine/wasm/worker.ts' }, outdir: 'dist' });
await build({
  ...common,
  entryPoints: { cli: 'src/cli/main.ts', experimentSchema: 'src/core/experiment/schema.ts' },
  outdir: 'dist',
  splitting: true, // so that TensorFlow.js loads only where it is asked for
  chunkNames: 'chunks/[name]-[hash]',
  sourcemap: 'linked',
});
chmodSync('dist/cli.js', 0o755);

const { experimentJsonSchema } = await import('./dist/experimentSchema.js');
writeFileSync('dist/experiment.schema.json', `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`);

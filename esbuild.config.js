// Bundles what runs: the command line, the extension with its processes, the panels, the wasm device's worker; writes the
// JSON Schema of experiment files.
import { chmodSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true, // so that what is not asked for, TensorFlow.js say, is not loaded
  chunkNames: 'chunks/[name]-[hash]',
  sourcemap: 'linked',
  logLevel: 'warning',
};

rmSync('dist/chunks', { recursive: true, force: true });
rmSync('dist/host', { recursive: true, force: true });
rmSync('dist/webview', { recursive: true, force: true });

await build({
  ...node,
  packages: 'external',
  splitting: false,
  sourcemap: false,
  entryPoints: { 'wasm/worker': 'src/engine/wasm/worker.ts' },
  outdir: 'dist',
});
await build({
  ...node,
  packages: 'external',
  entryPoints: { cli: 'src/cli/main.ts', editorSchema: 'src/core/experiment/editorSchema.ts' },
  outdir: 'dist',
});
chmodSync('dist/cli.js', 0o755);

// Packages are bundled: the .vsix has no node_modules. Those of CommonJS ask for `require`.
const host = {
  ...node,
  outdir: 'dist/host',
  external: ['vscode'],
  mainFields: ['module', 'main'], // jsonc-parser's `main` cannot be bundled
  minify: true,
  keepNames: true,
  metafile: true,
  banner: {
    js: "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);",
  },
};
// One file: VS Code waits for each that an extension loads.
const extension = await build({ ...host, splitting: false, entryPoints: { extension: 'src/extension/main.ts' } });
// Processes of their own. The command line is there for the elements of sweeps.
const processes = await build({ ...host, entryPoints: { compute: 'src/compute/main.ts', cli: 'src/cli/main.ts' } });
// Dawn of this platform, where its package looks for it: beside the module that loads it, which is a chunk now.
const platform = `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`;
cpSync(`node_modules/webgpu/dist/${platform}`, `dist/host/chunks/dist/${platform}`, { recursive: true });

const webview = await build({
  bundle: true,
  platform: 'browser',
  target: 'chrome120',
  format: 'esm',
  minify: true,
  sourcemap: 'linked',
  logLevel: 'warning',
  entryPoints: {
    compare: 'webview/compare/main.ts',
    dashboard: 'webview/dashboard/main.ts',
    neurons: 'webview/neurons/main.ts',
    sweep: 'webview/sweep/main.ts',
  },
  outdir: 'dist/webview',
  metafile: true,
});
// What went into the bundles, for the test of the package.
writeFileSync('dist/meta.json', JSON.stringify([extension, processes, webview].map(({ metafile }) => metafile)));

// What an installed TensorFlow is verified by.
for (const name of ['tiny', 'odd-shapes', 'no-regularizers']) {
  cpSync(`test/fixtures/goldens/${name}.safetensors`, `dist/goldens/${name}.safetensors`);
}

const { editorSchema } = await import('./dist/editorSchema.js');
writeFileSync('dist/experiment.schema.json', `${JSON.stringify(editorSchema(), null, 2)}\n`);

// Bundles what runs: the command line, the extension with its processes, the panels, the wasm device's worker; writes the
// JSON Schema of experiment files. With --watch, then bundles again whatever changes, and compiles the kernels again.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync, watch, writeFileSync } from 'node:fs';
import { build, context } from 'esbuild';
import { copyDawn, thisPlatform } from './dawn.config.js';
import { thirdPartyNotices } from './notices.config.js';

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

const worker = {
  ...node,
  packages: 'external',
  splitting: false,
  sourcemap: false,
  entryPoints: { 'wasm/worker': 'src/engine/wasm/worker.ts' },
  outdir: 'dist',
};
const commandLine = {
  ...node,
  packages: 'external',
  entryPoints: { cli: 'src/cli/main.ts', editorSchema: 'src/core/experiment/editorSchema.ts' },
  outdir: 'dist',
};

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
const extension = { ...host, splitting: false, entryPoints: { extension: 'src/extension/main.ts' } };
// Processes of their own. The command line is there for the elements of sweeps.
const processes = {
  ...host,
  entryPoints: {
    compute: 'src/compute/main.ts',
    cli: 'src/cli/main.ts',
    verifyKernels: 'src/compute/verifyKernels.ts',
    adapterProbe: 'src/engine/webgpu/adapterProbe.ts',
  },
};

const panels = {
  bundle: true,
  platform: 'browser',
  target: 'chrome120',
  format: 'esm',
  minify: true,
  sourcemap: 'linked',
  logLevel: 'warning',
  entryPoints: {
    compare: 'webview/compare/main.tsx',
    dashboard: 'webview/dashboard/main.tsx',
    dataTable: 'webview/dataTable/main.tsx',
    neurons: 'webview/neurons/main.tsx',
    runTable: 'webview/runTable/main.tsx',
    sweep: 'webview/sweep/main.tsx',
  },
  outdir: 'dist/webview',
  metafile: true,
};

for (const folder of ['chunks', 'host', 'webview']) rmSync(`dist/${folder}`, { recursive: true, force: true });
for (const options of [worker, commandLine]) await build(options);
chmodSync('dist/cli.js', 0o755);

// What is in the .vsix, for its notices and its test.
const metafiles = [];
for (const options of [extension, processes, panels]) metafiles.push((await build(options)).metafile);
writeFileSync('dist/meta.json', JSON.stringify(metafiles));
writeFileSync('dist/ThirdPartyNotices.txt', thirdPartyNotices(metafiles));

copyDawn(thisPlatform);

// What an installed TensorFlow and the kernels are verified by.
for (const name of ['tiny', 'odd-shapes', 'no-regularizers']) {
  cpSync(`test/fixtures/goldens/${name}.safetensors`, `dist/goldens/${name}.safetensors`);
}

const { editorSchema } = await import('./dist/editorSchema.js');
writeFileSync('dist/experiment.schema.json', `${JSON.stringify(editorSchema(), null, 2)}\n`);

if (process.argv.includes('--watch')) {
  for (const options of [worker, commandLine, extension, processes, panels]) {
    await (await context({ ...options, logLevel: 'info' })).watch();
  }
  let timer;
  watch('src/engine/wasm/kernels', { recursive: true }, () => {
    clearTimeout(timer); // an editor reports one change several times
    timer = setTimeout(compileKernels, 100);
  });
}

function compileKernels() {
  const { status } = spawnSync(process.execPath, ['kernels.config.js'], { stdio: 'inherit' });
  if (status === 0) console.log('[watch] kernels compiled');
}

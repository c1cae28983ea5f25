import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { openPromise } from 'yauzl';
import manifest from '../../package.json' with { type: 'json' };

const vsix = 'dist/safr-studio.vsix';

/** The files that it may contain, by their paths within `extension/`. */
const expected = [
  /^package\.json$/,
  /^(readme|changelog)\.md$/,
  /^LICENSE\.txt$/,
  /^dist\/ThirdPartyNotices\.txt$/,
  /^media\/.+\.(svg|png|md)$/,
  /^dist\/experiment\.schema\.json$/,
  /^dist\/host\/(extension|compute|cli|verifyKernels)\.js$/,
  /^dist\/host\/chunks\/[\w-]+\.js$/,
  /^dist\/host\/chunks\/dist\/[\w-]+\/(dawn\.node|[\w.-]+\.(dll|TXT|txt))$/, // Dawn
  /^dist\/wasm\/(worker\.js|(baseline|relaxed)\.wasm)$/,
  /^dist\/goldens\/(tiny|odd-shapes|no-regularizers)\.safetensors$/,
  /^dist\/webview\/(compare|dashboard|neurons|runTable|sweep)\.(js|css)$/,
];

/** The files within `extension/`, and those that VS Code's gallery requires next to it. */
async function contents(): Promise<Map<string, Buffer>> {
  const zip = await openPromise(vsix);
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    files.set(entry.fileName.replace(/^extension\//, ''), await buffer(await zip.openReadStreamPromise(entry)));
  }
  return files;
}

describe('the packed extension', () => {
  it('contains what it needs to run and nothing else', async () => {
    const gallery = ['extension.vsixmanifest', '[Content_Types].xml'];
    const names = [...(await contents()).keys()].filter((name) => !gallery.includes(name));
    expect(names.filter((name) => !expected.some((form) => form.test(name)))).toEqual([]);
    expect(expected.filter((form) => !names.some((name) => form.test(name)))).toEqual([]);
  });

  it('is under 40 MB', () => {
    expect(statSync(vsix).size).toBeLessThan(40e6);
  });

  it('has every file that its manifest names', async () => {
    const files = await contents();
    const named = [...JSON.stringify(manifest.contributes).matchAll(/"(?:\.\/)?((?:dist|media)\/[^"]+)"/g)];
    const paths = [manifest.main.slice(2), ...named.map(([, path]) => path!)];
    expect(paths.filter((path) => !files.has(path))).toEqual([]);
  });

  it('does not bundle packages that only development needs', () => {
    const { packages } = read('package-lock.json') as { packages: Record<string, { dev?: boolean }> };
    const folders = bundledFolders();
    expect(folders).toContain('node_modules/zod');
    expect(folders.filter((folder) => packages[folder]!.dev)).toEqual([]);
  });

  it('has the licence of every bundled package, including Dawn and the library of AssemblyScript', async () => {
    const notices = (await contents()).get('dist/ThirdPartyNotices.txt')!.toString();
    const folders = [...bundledFolders(), 'node_modules/webgpu', 'node_modules/assemblyscript'];
    const packages = folders.map((folder) => read(join(folder, 'package.json')) as Record<string, string>);
    const heads = packages.map(({ name, version, license }) => `${name} ${version} (${license})\n\n`);
    expect(heads.filter((head) => !notices.includes(head))).toEqual([]);
    for (const text of [
      'The Dawn & Tint Authors', // its own file
      'Copyright (c) the authors of @tensorflow/tfjs-core\n\nApache License\nVersion 2.0', // has no notice of its own
    ])
      expect(notices).toContain(text);
  });
});

/** Folders of the packages in the bundles. */
function bundledFolders(): string[] {
  const bundles = read('dist/meta.json') as { inputs: object }[];
  const inputs = bundles.flatMap((bundle) => Object.keys(bundle.inputs));
  return [...new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []))];
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentProblems, packageContents } from './packageContents.ts';
import manifest from '../../package.json' with { type: 'json' };

const vsix = 'dist/safr-studio.vsix';

describe('the packed extension', () => {
  it('contains what it needs to run and nothing else', async () => {
    expect(contentProblems(await packageContents(vsix))).toEqual([]);
  });

  it('is under 40 MB', () => {
    expect(statSync(vsix).size).toBeLessThan(40e6);
  });

  it('has every file that its manifest names', async () => {
    const files = await packageContents(vsix);
    const named = [...JSON.stringify(manifest.contributes).matchAll(/"(?:\.\/)?((?:dist|media)\/[^"]+)"/g)];
    const paths = [manifest.main.slice(2), manifest.icon, ...named.map(([, path]) => path!)];
    expect(paths.filter((path) => !files.has(path))).toEqual([]);
  });

  it('has pages without pictures, whose links VS Code can open', async () => {
    const files = await packageContents(vsix);
    for (const page of ['readme.md', 'changelog.md']) {
      const text = files.get(page)!.toString();
      const links = Array.from(text.matchAll(/\]\(([^)]+)\)/g), ([, link]) => link!);
      expect(links.filter((link) => !/^(https:|#)/.test(link))).toEqual([]);
      expect(text).not.toContain('media/readme');
    }
  });

  it('does not bundle packages that only development needs', () => {
    const { packages } = read('package-lock.json') as { packages: Record<string, { dev?: boolean }> };
    const folders = bundledFolders();
    expect(folders).toContain('node_modules/zod');
    expect(folders.filter((folder) => packages[folder]!.dev)).toEqual([]);
  });

  it('has the licence of every bundled package, including Dawn and the library of AssemblyScript', async () => {
    const notices = (await packageContents(vsix)).get('dist/ThirdPartyNotices.txt')!.toString();
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

import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';

/** The files that a package contains, and no others, by their paths within `extension/`. */
const packedFiles = [
  /^package\.json$/,
  /^(readme|changelog)\.md$/,
  /^LICENSE\.txt$/,
  /^dist\/ThirdPartyNotices\.txt$/,
  /^media\/(icon-256\.png|safr\.svg|walkthrough\/\w+\.svg)$/,
  /^dist\/experiment\.schema\.json$/,
  /^dist\/host\/(extension|compute|cli|verifyKernels|adapterProbe)\.js$/,
  /^dist\/host\/chunks\/[\w-]+\.js$/,
  /^dist\/host\/chunks\/dist\/[\w-]+\/(dawn\.node|[\w.-]+\.(dll|TXT|txt))$/, // Dawn
  /^dist\/wasm\/(worker\.js|(baseline|relaxed)\.wasm)$/,
  /^dist\/goldens\/(tiny|odd-shapes|no-regularizers)\.safetensors$/,
  /^dist\/webview\/(compare|dashboard|dataTable|neurons|runTable|sweep)\.(js|css)$/,
];

/** The files that VS Code's gallery requires next to `extension/`. */
const galleryFiles = ['extension.vsixmanifest', '[Content_Types].xml'];

/** Files that a package should not contain, and the patterns of those that it lacks. */
export function contentProblems(files: ReadonlyMap<string, Buffer>): string[] {
  const names = [...files.keys()].filter((name) => !galleryFiles.includes(name));
  const unexpected = names.filter((name) => !packedFiles.some((pattern) => pattern.test(name)));
  const missing = packedFiles.filter((pattern) => !names.some((name) => pattern.test(name)));
  return [...unexpected, ...missing.map(String)];
}

/** The files within `extension/`, and those that VS Code's gallery requires next to it. */
export async function packageContents(vsix: string): Promise<Map<string, Buffer>> {
  const zip = await openPromise(vsix);
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    files.set(entry.fileName.replace(/^extension\//, ''), await buffer(await zip.openReadStreamPromise(entry)));
  }
  return files;
}

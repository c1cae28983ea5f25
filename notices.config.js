// The third-party notices of the .vsix: name, version and licence of every package in it, with its own licence and notice files.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import licences from 'spdx-license-list/full.js';

/** Packages that no bundle of esbuild tells of: AssemblyScript's library is compiled into the kernels. */
const others = ['node_modules/assemblyscript'];
const isLicence = (name) => /^(licen[cs]e|copying|notice|copyright)/i.test(name);

/** Notices of all packages in bundles, given as esbuild's metafiles, as one text. Errors: where the licence of one is not known. */
export function thirdPartyNotices(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const notices = [...folders, ...others].map((folder) => notice(folder));
  return [...new Set(notices)].sort().join(`\n${'-'.repeat(80)}\n\n`);
}

function notice(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter(isLicence);
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0) texts.push(standardText(license, author?.name ?? author ?? `the authors of ${name}`));
  return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}

/** For a package that comes without a licence file: the text of the licence that its package.json names. */
function standardText(license, author) {
  const text = licences[license]?.licenseText;
  if (text === undefined) throw new Error(`no licence text for "${license}" of ${author}; add it to notices.config.js`);
  const copyright = `Copyright (c) ${author}`;
  const named = text.replace('Copyright (c) <year> <copyright holders>', copyright);
  return named.includes(copyright) ? named : `${copyright}\n\n${text}`;
}

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

export const document = 'docs/results.md';
/** The folder of the runs. Finished runs are not trained again, interrupted ones are resumed. */
export const runs = '.safr/evidence';

export const fileOf = (sweep: string) => `examples/${sweep}.safr.json`;

export const linkTo = (sweep: string) => `[${sweep}](../${fileOf(sweep)})`;

/** Runs `safr`; ends this process with its exit code if that is not 0. */
export function safr(data: string | undefined, ...args: readonly string[]): void {
  const all = ['dist/cli.js', ...args, '--runs', runs, ...(data === undefined ? [] : ['--data', data])];
  const { status } = spawnSync(process.execPath, [...process.execArgv, ...all], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** Replaces the text between the markers of a section. */
export function replaceSection(part: string, text: string): void {
  const [begin, end] = [`<!-- npm run evidence: ${part} -->`, `<!-- end of ${part} -->`];
  const old = readFileSync(document, 'utf8');
  const [before, rest] = old.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${document} has no section "${part}"`);
  writeFileSync(document, `${before}${begin}\n\n${text}\n${end}${after}`);
}

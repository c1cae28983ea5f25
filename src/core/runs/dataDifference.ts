import { listed } from '../../common/format.ts';
import type { SplitIdentity } from '../dataset/fingerprint.ts';
import { allSplits, type SourceFile, type SplitName } from '../dataset/source.ts';
import type { Run } from './readRun.ts';

/** Data that were read again; `splits` are those to compare. */
export interface FoundData {
  readonly classes: readonly string[];
  readonly files: readonly SourceFile[];
  readonly splits: Partial<Readonly<Record<SplitName, SplitIdentity>>>;
}

type Trained = Pick<Run, 'classes' | 'environment' | 'data'>;

/**
 * Describes how the classes or splits found differ from those that a run was trained on; null if they do not. A run without a record of its
 * splits is compared by the hashes of its files.
 */
export function dataDifference(run: Trained, found: FoundData): string | null {
  return (
    classDifference(run.classes, found.classes) ?? (run.data ? splitDifference(run, found) : fileDifference(run, found))
  );
}

/** Such as: its classes are a, b; those of the data are now a, c: "c" is new, "b" is missing. */
export function classDifference(classes: readonly string[], found: readonly string[]): string | null {
  if (JSON.stringify(classes) === JSON.stringify(found)) return null;
  const added = found.filter((name) => !classes.includes(name)).map((name) => `"${name}" is new`);
  const missing = classes.filter((name) => !found.includes(name)).map((name) => `"${name}" is missing`);
  const what = [...added, ...missing].slice(0, 20).join(', ') || 'their order differs';
  return `its classes are ${listed(classes)}; those of the data are now ${listed(found)}: ${what}`;
}

function splitDifference(run: Trained, found: FoundData): string | null {
  const differences = allSplits.flatMap((name) => {
    const [before, now] = [run.data!.splits[name], found.splits[name]];
    if (!now || now.sha256 === before.sha256) return [];
    if (now.texts === before.texts) return [`its ${name} split had other texts or labels at the training`];
    return [`its ${name} split has ${now.texts} texts now and had ${before.texts} at the training`];
  });
  if (differences.length === 0) return null;
  const files = fileDifference(run, found);
  return [...differences, ...(files === null ? [] : [files])].join('; ');
}

function fileDifference({ environment }: Trained, { files }: FoundData): string | null {
  if (files.length !== environment.data.length) {
    return `its number of data files was ${environment.data.length} and is now ${files.length}`;
  }
  const changed = files.filter(({ sha256 }, i) => sha256 !== environment.data[i]!.sha256);
  return changed.length === 0 ? null : `these files have changed since: ${listed(changed.map(({ path }) => path))}`;
}

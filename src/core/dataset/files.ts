import { basename } from 'node:path';
import type { DataFile } from './reading/dataFile.ts';
import { openDataFile } from './reading/openDataFile.ts';
import { storedFile } from './reading/bytes.ts';
import type { Finding } from './reading/finding.ts';
import type { FilesDataset } from './reading/options.ts';
import { readRows } from './reading/readRows.ts';
import { splitFiles, type SplitFiles } from './reading/splitFiles.ts';
import { allSplits, type Source } from './source.ts';
import { describeFile } from './sourceFile.ts';

/**
 * The user's own files. `otherColumns`: columns other than those of texts, labels and marks to read; the files that test texts come from must have
 * them. Errors: UserError when a file is missing or of no known format.
 */
export async function openFiles(
  dataset: FilesDataset,
  baseDir: string,
  otherColumns: readonly string[] = [],
): Promise<Source> {
  const paths = await splitFiles(dataset, baseDir);
  const all = allSplits.flatMap((split) => paths[split]);
  const files = await Promise.all(all.map((path) => describeFile(storedFile(path))));
  const opened = new Map<string, DataFile>();
  for (const path of all) opened.set(path, await openDataFile(path, { ...dataset, otherColumns }));
  const readings = new Map<string, Reading>();
  const repeated = repeatedFiles(paths, new Map(all.map((path, i) => [path, files[i]!.sha256])));
  return {
    classes: dataset.classes ?? null,
    files,
    shares: {
      dev: paths.dev.length > 0 ? 0 : dataset.split.dev,
      test: paths.test.length > 0 ? 0 : dataset.split.test,
    },
    balance: false,
    findings: () => [...repeated, ...all.flatMap((path) => readings.get(path)?.findings ?? [])],
    emptyRows: () => all.reduce((sum, path) => sum + (readings.get(path)?.emptyRows ?? 0), 0),
    async *read(splits) {
      for (const split of splits) {
        for (const file of paths[split]) {
          const reading: Reading = { findings: [], emptyRows: 0 };
          const options = {
            ...{ ...dataset, otherColumns },
            isLabelOptional: split === 'test',
            needsOtherColumns: split === (paths.test.length > 0 ? 'test' : 'train'),
            onEmptyRow: () => reading.emptyRows++,
          };
          const report = (finding: Finding) => reading.findings.push(finding);
          for await (const rows of readRows(opened.get(file)!, options, report)) {
            for (const row of rows) yield { split, file, ...row };
          }
          readings.set(file, reading);
        }
      }
    },
  };
}

/** What a reading of a file found out. */
interface Reading {
  readonly findings: Finding[];
  emptyRows: number;
}

/** Files of a split that are named twice, or have the same bytes as an earlier one. `hashes`: by path. */
function repeatedFiles(paths: SplitFiles, hashes: ReadonlyMap<string, string>): Finding[] {
  return allSplits.flatMap((split) =>
    paths[split].flatMap((file, i): Finding[] => {
      const earlier = paths[split].slice(0, i).find((other) => hashes.get(other) === hashes.get(file));
      if (earlier === undefined) return [];
      const what = earlier === file ? 'is named twice' : `has the same content as ${basename(earlier)}`;
      return [{ file, level: 'warning', message: `${what} in ${split}, so its rows count twice; name it once` }];
    }),
  );
}

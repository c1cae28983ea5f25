import type { DataFile } from './reading/dataFile.ts';
import { openDataFile } from './reading/openDataFile.ts';
import { storedFile } from './reading/bytes.ts';
import type { Finding } from './reading/finding.ts';
import type { FilesDataset } from './reading/options.ts';
import { readRows } from './reading/readRows.ts';
import { splitFiles } from './reading/splitFiles.ts';
import { allSplits, type Source } from './source.ts';
import { describeFile } from './sourceFile.ts';

/** The user's own files. Errors: UserError when one is missing or of no known format. */
export async function openFiles(dataset: FilesDataset, baseDir: string): Promise<Source> {
  const paths = await splitFiles(dataset, baseDir);
  const all = allSplits.flatMap((split) => paths[split]);
  const files = await Promise.all(all.map((path) => describeFile(storedFile(path))));
  const opened = new Map<string, DataFile>();
  for (const path of all) opened.set(path, await openDataFile(path, dataset));
  const findings = new Map<string, readonly Finding[]>();
  return {
    classes: dataset.classes ?? null,
    files,
    shares: {
      dev: paths.dev.length > 0 ? 0 : dataset.split.dev,
      test: paths.test.length > 0 ? 0 : dataset.split.test,
    },
    balance: false,
    findings: () => all.flatMap((path) => findings.get(path) ?? []),
    async *read(splits) {
      for (const split of splits) {
        for (const file of paths[split]) {
          const found: Finding[] = [];
          const options = { ...dataset, isLabelOptional: split === 'test' };
          for await (const rows of readRows(opened.get(file)!, options, (finding) => found.push(finding))) {
            for (const { text, label, line } of rows) yield { split, file, text, label, line };
          }
          findings.set(file, found);
        }
      }
    },
  };
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { atomicWrite } from '../../common/atomicWrite.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { readRun } from '../runs/readRun.ts';
import { packArchive } from './archive.ts';
import { bundleNames, bundleVersion, dataFile, evaluationFile, requiredRunFiles } from './bundleFiles.ts';

/**
 * Writes a run with its report as one archive, a tar.gz. Errors: UserError if the run has not ended or has no weights, or a file cannot
 * be read or written.
 */
export async function exportRun(directory: string, report: string, path: string): Promise<void> {
  const { id, status, hasWeights, data, summary } = await readRun(directory);
  if (status === 'running') throw new UserError(`run ${id} is still being trained`, 'Wait for it, or stop it first.');
  if (status === 'interrupted') {
    throw new UserError(`run ${id} was interrupted`, `Resume it first: \`safr train --resume ${id}\`.`);
  }
  if (!hasWeights) throw new UserError(`run ${id} has no weights: no epoch is finished`, 'Train longer.');
  const bundle = { format: 'safr-bundle', version: bundleVersion, run: id };
  const files = new Map<string, Uint8Array>([
    [bundleNames.bundle, Buffer.from(`${JSON.stringify(bundle)}\n`)],
    [bundleNames.report, Buffer.from(report)],
  ]);
  const names = [...requiredRunFiles, ...(data ? [dataFile] : []), ...(summary ? [evaluationFile] : [])];
  for (const name of names) {
    const file = join(directory, name);
    const content = await readFile(file).catch((error: unknown) => {
      throw fileProblem(file, error, 'read');
    });
    files.set(name, content);
  }
  await atomicWrite(path, [await packArchive(files)]);
}

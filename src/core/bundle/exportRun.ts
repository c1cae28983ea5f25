import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkRegular } from '../../common/checkRegular.ts';
import { UserError } from '../../common/userError.ts';
import { atomicWrite, jsonText } from '../../common/atomicWrite.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { portableExperimentPath, portableRun } from '../runs/portableRun.ts';
import { currentFeatures, filesOfFeatures } from '../runs/featureFiles.ts';
import { readRun } from '../runs/readRun.ts';
import { runFiles } from '../runs/runFiles.ts';
import { noNotes } from '../runs/runNotes.ts';
import { packArchive } from './archive.ts';
import { bundleNames, bundleVersion, copiedFiles, encoderFiles, evaluationFile, maxBytesOf } from './bundleFiles.ts';

/**
 * Writes a run with its report as one archive, a tar.gz, without the name of this machine and its folders. Errors: UserError if the run has
 * not ended or has no weights, or a file cannot be read or written.
 */
export async function exportRun(directory: string, report: string, path: string): Promise<void> {
  const run = await readRun(directory);
  const { id, status, hasWeights, summary } = run;
  if (status === 'running') throw new UserError(`run ${id} is still being trained`, 'Wait for it, or stop it first.');
  if (status === 'interrupted') {
    throw new UserError(`run ${id} was interrupted`, `Resume it first: \`safr train --resume ${id}\`.`);
  }
  if (!hasWeights) throw new UserError(`run ${id} has no weights: no epoch is finished`, 'Train longer.');
  const { record, experiment, environment, data, notes } = portableRun(run);
  const documents: readonly (readonly [name: string, document: unknown])[] = [
    [bundleNames.bundle, { format: 'safr-bundle', version: bundleVersion, run: id }],
    [runFiles.record, record],
    [runFiles.experiment, { path: portableExperimentPath(run), experiment }],
    [runFiles.environment, environment],
    ...(data ? ([[runFiles.data, data]] as const) : []),
    ...(notes === noNotes ? [] : ([[runFiles.notes, notes]] as const)),
  ];
  const files = new Map<string, Uint8Array>([
    ...documents.map(([name, document]) => [name, Buffer.from(jsonText(document))] as const),
    [bundleNames.report, Buffer.from(report)],
  ]);
  const ofEncoder = encoderFiles.filter((name) => existsSync(join(directory, name)));
  const ofFeatures = (await currentFeatures(directory)).stored.flatMap(filesOfFeatures);
  for (const name of [...copiedFiles, ...ofEncoder, ...ofFeatures, ...(summary ? [evaluationFile] : [])]) {
    files.set(name, await readWhole(join(directory, name), maxBytesOf(name)!));
  }
  await atomicWrite(path, [await packArchive(files)]);
}

async function readWhole(path: string, maxLengthBytes: number): Promise<Uint8Array> {
  checkRegular(path, maxLengthBytes);
  return readFile(path).catch((error: unknown) => {
    throw fileProblem(path, error, 'read');
  });
}

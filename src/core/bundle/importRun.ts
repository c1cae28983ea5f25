import { access, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { replace } from '../../common/replace.ts';
import { UserError } from '../../common/userError.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { takeClaim } from '../runs/claim.ts';
import { removeLeftovers, trainingLock } from '../runs/leftovers.ts';
import { featureNames, readFeatureParameters, readFeatures } from '../runs/featureFiles.ts';
import { loadRunModel } from '../runs/loadRunModel.ts';
import { readDetails, readRun } from '../runs/readRun.ts';
import { refusal, unpackArchive } from './archive.ts';
import { bundleNames, bundleSchema, bundleVersion, evaluationFile, requiredRunFiles } from './bundleFiles.ts';

/**
 * Unpacks a bundle into a run, completely or not at all, and returns its directory. Errors: UserError if the archive is not a valid bundle,
 * the run already exists or the folder cannot be written.
 */
export async function importRun(path: string, runsDirectory: string): Promise<string> {
  await removeLeftovers(runsDirectory);
  let staging: string | null = null;
  try {
    await mkdir(runsDirectory, { recursive: true });
    // Within the folder, so that the run can be renamed; one level down, so that it is not listed.
    staging = await mkdtemp(join(runsDirectory, '.import-'));
    await takeClaim(staging, trainingLock, 'a bundle is being imported'); // a killed import can be recognized by it
    return await importThrough(staging, path, runsDirectory);
  } catch (error) {
    throw fileProblem(runsDirectory, error, 'written');
  } finally {
    if (staging !== null) await rm(staging, { recursive: true, force: true });
  }
}

async function importThrough(staging: string, path: string, runsDirectory: string): Promise<string> {
  const unpacked = join(staging, 'unpacked');
  await mkdir(unpacked);
  const id = await idOf(unpacked, await unpackArchive(path, unpacked), path);
  const directory = join(runsDirectory, id);
  if (await exists(directory)) throw alreadyThere(id, runsDirectory);
  await rm(join(unpacked, bundleNames.bundle));
  await checkRun(unpacked, path);
  try {
    await replace(unpacked, directory);
    return directory;
  } catch (error) {
    throw (await exists(directory)) ? alreadyThere(id, runsDirectory) : error;
  }
}

/** The id of the run, once all that must be there is. */
async function idOf(unpacked: string, names: readonly string[], path: string): Promise<string> {
  if (!names.includes(bundleNames.bundle)) throw refusal(path, `it has no ${bundleNames.bundle}`);
  const missing = requiredRunFiles.find((name) => !names.includes(name));
  if (missing !== undefined) throw refusal(path, `it has no ${missing}`);
  const text = await readFile(join(unpacked, bundleNames.bundle), 'utf8');
  const document = parsed(text) as { version?: unknown } | null | undefined;
  const bundle = bundleSchema.safeParse(document);
  if (bundle.success) return bundle.data.run;
  if (typeof document?.version === 'number' && document.version > bundleVersion) {
    throw new UserError(
      `${path}: a bundle of version ${document.version}; this SAFR Studio reads version ${bundleVersion}`,
      'Update SAFR Studio.',
    );
  }
  const { path: place, message } = bundle.error.issues[0]!;
  throw refusal(path, `${[bundleNames.bundle, ...place].join(': ')}: ${message}`);
}

/** Reads every file of the run to check it. Errors: UserError naming the bundle and its file. */
async function checkRun(unpacked: string, path: string): Promise<void> {
  try {
    const { record, evaluation } = await readDetails(await readRun(unpacked));
    await loadRunModel(unpacked);
    for (const name of await featureNames(unpacked))
      await readFeatureParameters(unpacked, readFeatures(unpacked, name));
    if (record.state === 'running') throw refusal(path, 'its run has not ended');
    if (evaluation === null && (await exists(join(unpacked, evaluationFile))))
      throw refusal(path, `${evaluationFile}: of another version`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const where = unpacked + sep;
    throw error.message.includes(where) ? refusal(path, error.message.replaceAll(where, '')) : error;
  }
}

function alreadyThere(id: string, runsDirectory: string): UserError {
  return new UserError(
    `${runsDirectory} has a run ${id} already`,
    'Delete or rename that folder first, or import into another one with --runs.',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, sep, win32 } from 'node:path';
import { portablePath, withoutFolders } from '../../common/withoutFolders.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Run } from './readRun.ts';
import type { RunData } from './runData.ts';
import { storedPath } from './runFiles.ts';

/** The run as others may see it, in reports and bundles: without the name of the machine, and without folders outside of its experiment's. */
export function portableRun<T extends Run>(run: T): T {
  const { environment, experiment, experimentPath, data } = run;
  const folder = dirname(experimentPath);
  return {
    ...run,
    record: portableRecord(run),
    environment: {
      ...environment,
      data: environment.data.map((file) => ({ ...file, path: portablePath(folder, file.path) })),
    },
    experiment: portableExperiment(experiment, folder),
    data: data && portableData(run, data),
  };
}

function portableRecord(run: Run): Run['record'] {
  const { reason, ...record } = run.record;
  delete record.job;
  return { ...record, reason: reason === null ? null : portableMessage(run, reason), processStart: null, host: '' };
}

function portableExperiment(experiment: Experiment, folder: string): Experiment {
  const portable = {
    ...experiment,
    dataset: portableDataset(experiment.dataset, folder),
    model: portableModel(experiment.model, folder),
  };
  delete portable.$schema; // may be a file of this machine
  return portable;
}

/** A message about the run without the folders of this machine. */
export function portableMessage({ directory, experimentPath }: Run, message: string): string {
  return withoutFolders(message, [directory, dirname(experimentPath), homedir()]);
}

/**
 * The path of the experiment that a bundle stores. In the default place of runs, `.safr/runs`, it is that of the run if the experiment lies in the
 * same project; otherwise the file's name is all that is kept.
 */
export function portableExperimentPath({ directory, experimentPath }: Run): string {
  const path = storedPath(directory, experimentPath);
  const [upwards] = /^(?:\.\.\/)*/.exec(path)!;
  const isDefaultPlace = basename(dirname(dirname(directory))) === '.safr';
  if (isDefaultPlace && upwards !== '' && upwards.length <= toProject.length) return path;
  return (upwards || toProject) + (win32.isAbsolute(path) ? win32.basename(path) : basename(path));
}

/** From a run's folder `.safr/runs/ID` to that of the project. */
const toProject = '../../../';

/** Paths that the user wrote relative to the experiment stay as they are, with slashes. */
function portableInput(folder: string, path: string): string {
  return isAbsolute(path) || win32.isAbsolute(path) ? portablePath(folder, path) : path.split(sep).join('/');
}

/** The name of an encoder on the hub stays as it is, too. */
function portableModel(model: Experiment['model'], folder: string): Experiment['model'] {
  return model.pretrained === undefined ? model : { ...model, pretrained: portableInput(folder, model.pretrained) };
}

function portableDataset(dataset: Experiment['dataset'], folder: string): Experiment['dataset'] {
  const portable = (path: string) => portableInput(folder, path);
  if ('path' in dataset && dataset.path !== undefined) return { ...dataset, path: portable(dataset.path) };
  if (dataset.source !== 'files') return dataset;
  const paths = (value: string | string[]) => (typeof value === 'string' ? portable(value) : value.map(portable));
  const { train, dev, test } = dataset;
  return {
    ...dataset,
    train: paths(train),
    ...(dev !== undefined && { dev: paths(dev) }),
    ...(test !== undefined && { test: paths(test) }),
  };
}

function portableData(run: Run, data: RunData): RunData {
  const { summary } = data;
  if (!summary) return data;
  return { ...data, summary: { ...summary, warnings: summary.warnings.map((each) => portableMessage(run, each)) } };
}

import type { Run } from '../../core/runs/readRun.ts';
import type { ExperimentFile } from '../experiments/experiments.ts';
import type { Studio } from '../studio.ts';

/** What the Runs view lists; commands are called with it. `lost`: the path of an experiment file that is no more. */
export type RunsNode = { readonly experiment: string } | { readonly lost: string } | { readonly run: string };

/** What the nodes are made from. */
export interface RunsSource {
  readonly experiments: { readonly all: readonly Pick<ExperimentFile, 'path'>[] };
  readonly runs: Pick<Studio['runs'], 'all' | 'of' | 'unreadable'>;
}

/** Experiments, the files whose runs have outlived them, and the runs that cannot be read. */
export function rootNodes({ experiments, runs }: RunsSource): RunsNode[] {
  const present = new Set(experiments.all.map(({ path }) => path));
  const lost = new Set(runs.all.map(({ experimentPath }) => experimentPath).filter((path) => !present.has(path)));
  return [
    ...[...present].map((experiment) => ({ experiment })),
    ...[...lost].sort().map((path) => ({ lost: path })),
    ...[...runs.unreadable.keys()].sort().map((run) => ({ run })),
  ];
}

/** The runs of an experiment, pinned ones first, then the newest. */
export function childNodes({ runs }: RunsSource, node: RunsNode): RunsNode[] {
  if ('run' in node) return [];
  const own = runs.of('experiment' in node ? node.experiment : node.lost);
  const sorted = own.toSorted((a, b) => Number(b.notes.pinned) - Number(a.notes.pinned));
  return sorted.map(({ directory }) => ({ run: directory }));
}

/** The icon of a run's state and its colour. */
export const stateIcons: Readonly<Record<Run['status'], readonly [icon: string, color: string]>> = {
  running: ['sync~spin', 'charts.blue'],
  finished: ['pass', 'testing.iconPassed'],
  stopped: ['debug-pause', 'charts.yellow'],
  interrupted: ['debug-disconnect', 'charts.yellow'],
  failed: ['error', 'testing.iconFailed'],
};

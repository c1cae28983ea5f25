import { vi } from 'vitest';
import type { LogOutputChannel } from 'vscode';
import { runNames } from '../../../src/core/comparison/runNames.ts';
import type { DetailedRun, Run } from '../../../src/core/runs/readRun.ts';
import { TextReaders } from '../../../src/core/runs/textReaders.ts';
import type { Runs } from '../../../src/extension/runs/runs.ts';
import type { Job } from '../../../src/extension/compute/runningJob.ts';
import { titleOf, type ExperimentFile } from '../../../src/extension/experiments/experiments.ts';
import type { Studio } from '../../../src/extension/studio.ts';
import { EventEmitter, Uri, window } from './vscodeStub.ts';

export const fakeLog = () =>
  ({ info: vi.fn(), warn: vi.fn(), error: vi.fn(), debug: vi.fn(), show: vi.fn() }) as unknown as LogOutputChannel;

/** Waits until an expectation holds. */
export const eventually = (expectation: () => void) => vi.waitFor(expectation, { interval: 1, timeout: 30_000 });

/** Runs that the test sets, in place of those on disk. */
export class FakeRuns {
  readonly changed = new EventEmitter<string>();
  readonly onDidChange = this.changed.event;
  readonly refresh = vi.fn(async (directory: string) => this.changed.fire(directory));
  readonly poll = vi.fn(async () => undefined);
  readonly load = vi.fn(async () => undefined);
  all: readonly Run[] = [];

  readonly details = vi.fn(async (run: Run) => run as DetailedRun);

  get(directory: string): Run | undefined {
    return this.all.find((run) => run.directory === directory);
  }

  of(experimentPath: string): readonly Run[] {
    return this.all.filter((run) => run.experimentPath === experimentPath);
  }

  nameOf(run: Run): string {
    const own = this.of(run.experimentPath);
    return runNames(own)[own.indexOf(run)] ?? run.id;
  }

  /** Sets all runs and fires a change of each. */
  set(...runs: readonly Run[]): void {
    this.all = runs;
    for (const { directory } of runs) this.changed.fire(directory);
  }

  get asRuns(): Runs {
    return this as unknown as Runs;
  }
}

/** What the parts of the extension share, without files and processes. */
export function fakeStudio() {
  const [experimentsChanged, jobsChanged, sweepsChanged] = [
    new EventEmitter<void>(),
    new EventEmitter<Job>(),
    new EventEmitter<string>(),
  ];
  const fakes = {
    context: { extensionUri: Uri.file('/extension'), subscriptions: [] },
    log: fakeLog(),
    runs: new FakeRuns(),
    experiments: {
      all: [] as ExperimentFile[],
      get: (path: string) => fakes.experiments.all.find((file) => file.path === path),
      using: (dataFile: string) => fakes.experiments.all.filter(({ dataFiles }) => dataFiles.includes(dataFile)),
      nameOf: titleOf,
      load: async () => undefined,
      onDidChange: experimentsChanged.event,
      changed: experimentsChanged,
    },
    jobs: {
      all: [] as Job[],
      of: (path: string) => fakes.jobs.all.find(({ experimentPath }) => experimentPath === path),
      onDidChange: jobsChanged.event,
      changed: jobsChanged,
    },
    sweeps: {
      runningPaths: [] as string[],
      get: vi.fn(),
      running: vi.fn(),
      elements: vi.fn(() => [] as unknown[]),
      update: vi.fn(async () => undefined),
      onDidChange: sweepsChanged.event,
      changed: sweepsChanged,
    },
    inference: { request: vi.fn<(kind: string, params: object, signal?: AbortSignal) => Promise<unknown>>() },
    textReaders: new TextReaders(),
    startCompute: vi.fn(),
  };
  return { fakes, studio: fakes as unknown as Studio };
}

export const newPanel = () => window.createWebviewPanel('safr.test', 'SAFR');

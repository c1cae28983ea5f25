import { computed, signal } from '@preact/signals';
import type {
  CurveSettings,
  JobView,
  Overview,
  RunCurves,
  RunItem,
  ToDashboard,
} from '../../src/protocol/dashboard.ts';
import type { ShownRun } from './plots.ts';

/** What the extension sent, and what follows from it. */
export class DashboardModel {
  readonly isOutdated = signal(false);
  readonly overview = signal<Overview | null>(null);
  readonly job = signal<JobView | null>(null);
  readonly curveSettings = signal<CurveSettings>({ smoothing: 0, logarithmic: false });
  /** By the directory of the run. */
  readonly #curves = signal<ReadonlyMap<string, RunCurves>>(new Map());

  readonly isIdle = computed(() => this.job.value === null);
  /** Whether an evaluation or a training may start now. */
  readonly canCompute = computed(() => this.isIdle.value && this.overview.value?.trusted === true);
  /** The runs of the list that are drawn, in the order of their slots. */
  readonly shownItems = computed(() => shownItems(this.overview.value?.runs ?? []));
  /** Those of them whose curves have arrived. */
  readonly shownRuns = computed(() => shownRuns(this.shownItems.value, this.#curves.value));

  receive(message: ToDashboard): void {
    switch (message.kind) {
      case 'outdated':
        this.isOutdated.value = true;
        break;
      case 'overview':
        this.overview.value = message;
        break;
      case 'run':
        this.#curves.value = new Map(this.#curves.value).set(message.run.directory, message.run);
        break;
      case 'job':
        this.job.value = message.job;
        break;
      default:
        message satisfies never;
    }
  }
}

function shownItems(runs: readonly RunItem[]): RunItem[] {
  return runs.filter(({ slot }) => slot !== null).sort((a, b) => a.slot! - b.slot!);
}

function shownRuns(items: readonly RunItem[], curves: ReadonlyMap<string, RunCurves>): ShownRun[] {
  return items.flatMap(({ directory, slot, name }) => {
    const drawn = curves.get(directory);
    return drawn ? { slot: slot!, label: name, curves: drawn } : [];
  });
}

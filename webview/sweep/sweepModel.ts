import { batch, computed, signal } from '@preact/signals';
import type {
  SweepCell,
  SweepGrid,
  SweepOverview,
  SweepResult,
  SweepStatus,
  ToSweep,
} from '../../src/protocol/sweep.ts';
import { shareOfAll } from './cellWords.ts';

/** A status, and when it arrived in milliseconds of `performance.now`. */
export interface ReceivedStatus extends SweepStatus {
  readonly receivedMs: number;
}

/** What the extension sent, and what follows from it. */
export class SweepModel {
  readonly isOutdated = signal(false);
  readonly overview = signal<Omit<SweepOverview, 'grid'> | null>(null);
  /** The same object while the sweep is the same. */
  readonly grid = signal<SweepGrid | null>(null);
  /** What is known of the elements, by their numbers. */
  readonly cells = signal<ReadonlyMap<number, SweepCell>>(new Map());
  readonly status = signal<ReceivedStatus>({
    state: 'idle',
    seconds: null,
    secondsLeft: null,
    note: null,
    receivedMs: 0,
  });
  readonly result = signal<SweepResult | null>(null);

  readonly progress = computed(() => {
    const cells = [...this.cells.value.values()];
    return {
      total: cells.length,
      done: cells.filter(({ state }) => state === 'done').length,
      hasBegun: cells.some(({ state }) => state !== 'waiting'),
      share: shareOfAll(cells),
    };
  });

  receive(message: ToSweep): void {
    switch (message.kind) {
      case 'outdated':
        this.isOutdated.value = true;
        break;
      case 'overview':
        batch(() => this.#show(message));
        break;
      case 'cells':
        this.cells.value = new Map([...this.cells.value, ...message.cells.map((cell) => [cell.number, cell] as const)]);
        break;
      case 'status':
        this.status.value = { ...message.status, receivedMs: performance.now() };
        break;
      case 'result':
        this.result.value = message.result;
        break;
      default:
        message satisfies never;
    }
  }

  /** Of another sweep, no cell is known yet. */
  #show({ grid, ...overview }: SweepOverview): void {
    this.overview.value = overview;
    if (JSON.stringify(grid) === JSON.stringify(this.grid.value)) return;
    this.grid.value = grid;
    this.cells.value = new Map();
  }
}

import { computed, signal } from '@preact/signals';
import type {
  Changes,
  CompareState,
  FromComparePanel,
  Line,
  Problem,
  Runs,
  ToComparePanel,
} from '../../src/protocol/compare.ts';
import type { Host } from '../shared/host.ts';
import { letterOf } from './letters.ts';
import type { Transition } from './neuronRows.ts';

/** The state of the comparison of the neurons of two runs. */
export type NeuronsMessage = Extract<ToComparePanel, { kind: 'working' | 'neurons' | 'noNeurons' }>;

type CompareHost = Pick<Host<FromComparePanel, CompareState>, 'send' | 'keep'>;

/** What the panel shows, from the extension's messages. Values are replaced, never changed. */
export class CompareModel {
  readonly runs = signal<Runs | null>(null);
  /** Why there is nothing more to show. */
  readonly ended = signal<'outdated' | 'deleted' | null>(null);
  readonly neurons = signal<NeuronsMessage | null>(null);
  /** The pairs of neurons that are listed; null: all. */
  readonly transition = signal<Transition | null>(null);
  readonly changes = signal<Changes | null>(null);
  /** Of the texts whose prediction changed, those that are known by now. */
  readonly lines = signal<readonly Line[]>([]);
  readonly linesProblem = signal<Problem | null>(null);
  readonly isReadingLines = signal(false);
  /** The letters of the two runs whose neurons and predictions are compared. */
  readonly fromLetter = computed(() => this.#letter('from'));
  readonly toLetter = computed(() => this.#letter('to'));
  readonly #host: CompareHost;

  constructor(host: CompareHost) {
    this.#host = host;
  }

  send(message: FromComparePanel): void {
    this.#host.send(message);
  }

  /** Compares another run; where both would be the same one, they change places. */
  choosePair(side: 'from' | 'to', directory: string): void {
    if (!this.runs.value) return;
    const { from, to } = this.runs.value.state;
    const pair = side === 'from' ? { from: directory, to } : { from, to: directory };
    this.send({ kind: 'pair', ...(pair.from === pair.to ? { from: to, to: from } : pair) });
  }

  showMoreLines(): void {
    this.isReadingLines.value = true;
    this.send({ kind: 'moreLines' });
  }

  openNeuron(side: 'from' | 'to', layer: number, index: number): void {
    if (this.runs.value) this.send({ kind: 'openNeuron', directory: this.runs.value.state[side], layer, index });
  }

  openText(side: 'from' | 'to', index: number): void {
    if (this.runs.value) this.send({ kind: 'openText', directory: this.runs.value.state[side], index });
  }

  receive(message: ToComparePanel): void {
    switch (message.kind) {
      case 'outdated':
      case 'deleted':
        this.ended.value = message.kind;
        break;
      case 'runs':
        return this.#takeRuns(message);
      case 'neurons':
        this.transition.value = null;
        this.neurons.value = message;
        break;
      case 'working':
      case 'noNeurons':
        this.neurons.value = message;
        break;
      case 'changes':
        return this.#setChanges(message);
      case 'line':
        this.lines.value = [...this.lines.value, message.line];
        this.isReadingLines.value = false;
        break;
      case 'noLines':
        this.linesProblem.value = message.problem;
        break;
      default:
        message satisfies never;
    }
  }

  #takeRuns(runs: Runs): void {
    const before = this.runs.value?.state;
    this.runs.value = runs;
    this.#host.keep(runs.state);
    if (before?.from !== runs.state.from || before.to !== runs.state.to) this.#setChanges(null);
  }

  #setChanges(changes: Changes | null): void {
    this.changes.value = changes;
    this.lines.value = [];
    this.linesProblem.value = null;
    this.isReadingLines.value = false;
  }

  #letter(side: 'from' | 'to'): string {
    if (!this.runs.value) return '';
    const { runs, state } = this.runs.value;
    return letterOf(runs.findIndex(({ directory }) => directory === state[side]));
  }
}

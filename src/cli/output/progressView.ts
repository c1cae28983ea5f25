import { stageWords } from '../../core/evaluation/stages.ts';
import type { EpochMetrics } from '../../core/runs/metrics.ts';
import type { WorkflowEvent } from '../../core/workflow/workflowEvent.ts';
import { Bar, isWatched } from './bar.ts';
import { errorColors } from './colors.ts';
import { dataLines } from '../../core/dataset/summary/describeData.ts';
import { clock, decimals, grouped, megabytes, percent } from '../../common/format.ts';
import { printable } from '../../common/printable.ts';
import { place } from './place.ts';
import { findingLines, warningLines } from './findings.ts';
import { note } from './print.ts';
import { fastNode, nodeMajor } from '../../engine/wasm/wideVectors.ts';

type EventOf<K extends WorkflowEvent['kind']> = Extract<WorkflowEvent, { kind: K }>;
type Losses = EpochMetrics['losses'];

/** Without a terminal, an evaluation says how far it is once in this time. */
const minuteMs = 60_000;

/** Shows the progress of a use case on standard error: with a bar in a terminal, otherwise by a line per epoch, and per minute of an evaluation. */
export class ProgressView {
  readonly #bar = isWatched() ? new Bar() : null;
  #epochs = 0;
  #downloading = false;
  #saidMs = performance.now();

  readonly handle = (event: WorkflowEvent): void => {
    switch (event.kind) {
      case 'download':
        return this.#download(event);
      case 'read':
        return this.#bar?.show('reading', 0, 0, `${grouped(event.texts)} texts`);
      case 'data':
        return this.#data(event);
      case 'warning':
        return note(...warningLines([printable(event.message)]));
      case 'device':
        return this.#device(event);
      case 'fallback':
        return this.#line('device', `${event.reason}; continuing with ${event.device} from the last epoch`);
      case 'run':
        return this.#line('run', `${place(event.directory)}${event.resumed ? ', resumed' : ''}`);
      case 'cost':
        return this.#line('note', event.message);
      case 'start':
        this.#epochs = event.epochs;
        return;
      case 'step':
        return this.#step(event);
      case 'evaluating':
        return this.#bar?.show(this.#title(event.epoch), 0, 0, 'measuring on dev');
      case 'epoch':
        return this.#epoch(event.metrics);
      case 'end':
        return this.#end(event);
      case 'measured':
        return this.#measured(event);
      default:
        event satisfies never;
    }
  };

  /** The training of an autoencoder: the share that is done, and the share of variance that it does not explain. */
  readonly showAutoencoder = ({ share, unexplained }: { readonly share: number; readonly unexplained: number }): void =>
    this.#bar?.show('training', Math.floor(100 * share), 100, `% · ${percent(unexplained)} of variance unexplained`);

  /** Removes the bar. */
  readonly close = (): void => {
    this.#bar?.clear();
  };

  #device({ name, description }: EventOf<'device'>): void {
    this.#line('device', `${name}: ${description}`);
    if (name !== 'wasm' || nodeMajor() >= fastNode) return;
    this.#line('note', `Node ${fastNode} would take about half the time (this is ${process.version})`);
  }

  #download({ received, total }: EventOf<'download'>): void {
    if (!this.#bar && !this.#downloading) note(`downloading ${megabytes(total)}`);
    this.#downloading = true;
    const inMegabytes = (bytes: number) => Math.round(bytes / 1e5) / 10;
    this.#bar?.show('downloading', inMegabytes(received), inMegabytes(total), 'MB');
  }

  #data({ summary, files, findings }: EventOf<'data'>): void {
    const [first, ...others] = dataLines(summary);
    this.#line('data', first!);
    note(...others.map((line) => `${' '.repeat(8)}${line}`));
    for (const { path, official } of files) {
      if (official === false) note(`note: ${place(path)} is not the archive its authors publish (different SHA-256)`);
    }
    note(...findingLines(findings.filter(({ level }) => level === 'info')), ...warningLines(summary.warnings));
  }

  #step({ epoch, batch, stepsPerEpoch, losses, stepsPerSecond, secondsLeft }: EventOf<'step'>): void {
    const status = `${lossWords(losses)}  ${decimals(stepsPerSecond, 1)} steps/s  ≤ ${clock(secondsLeft)} left`;
    this.#bar?.show(this.#title(epoch), batch, stepsPerEpoch, status);
  }

  #epoch({ epoch, losses, best, stepsPerSecond, seconds, ...accuracies }: EpochMetrics): void {
    const { trainAccuracy, devAccuracy, devMacroF1, devSrs } = accuracies;
    this.close();
    const parts = [
      this.#title(epoch),
      lossWords(losses),
      `train ${percent(trainAccuracy)}`,
      `dev ${percent(devAccuracy)}`,
      `F1 ${percent(devMacroF1)}`,
      ...(devSrs === null ? [] : [`SRS(0.3) ${decimals(devSrs, 1).padStart(4)}`]),
      `${decimals(stepsPerSecond, 1)} steps/s`,
      clock(seconds),
      ...(best ? [errorColors.green('best')] : []),
    ];
    note(parts.join('  '));
  }

  #measured({ stage = 'texts', sentences, of }: EventOf<'measured'>): void {
    if (this.#bar) return this.#bar.show('evaluating', sentences, of, stageWords[stage]);
    const nowMs = performance.now();
    if (nowMs - this.#saidMs < minuteMs) return;
    this.#saidMs = nowMs;
    note(`evaluating  ${grouped(sentences)} of ${grouped(of)}  ${stageWords[stage]}`);
  }

  #end({ result }: EventOf<'end'>): void {
    this.close();
    const { best } = result;
    const scores = best && `dev accuracy ${percent(best.accuracy)}, macro F1 ${percent(best.macroF1)}`;
    const chosen = best && `; best epoch ${best.epoch}: ${scores}`;
    const isTrained = result.state === 'finished' && result.epochs > 0;
    note(`${isTrained ? 'trained: ' : ''}${result.reason}${chosen ?? ''}`);
  }

  #line(title: string, text: string): void {
    this.close();
    note(`${errorColors.bold(title.padEnd(6))}  ${text}`);
  }

  #title(epoch: number): string {
    const all = String(this.#epochs);
    return `epoch ${String(epoch).padStart(all.length)}/${all}`;
  }
}

/** Shows the progress of a computation until it ends; with --json there is no view. */
export async function withProgress<T>(
  { json }: { readonly json?: boolean },
  compute: (view?: ProgressView) => Promise<T>,
): Promise<T> {
  const view = json ? undefined : new ProgressView();
  try {
    return await compute(view);
  } finally {
    view?.close();
  }
}

/** Cross-entropy, importance loss (of the tokens), interaction loss (of their attention) and, where it is computed, similarity loss (of the neurons). */
function lossWords({ crossEntropy, importance, interaction, similarity }: Losses): string {
  const ofNeurons = similarity === undefined ? '' : ` sim ${decimals(similarity, 3)}`;
  return `CE ${decimals(crossEntropy, 3)} imp ${decimals(importance, 2)} inter ${decimals(interaction, 3)}${ofNeurons}`;
}

import type { Batch } from '../../engine/program.ts';
import { contentRows, type Sentence } from '../model/batch.ts';
import { batchesOf, largest, runBatch, type Model } from '../model/model.ts';

/** The prediction for a sentence after a removal; NaN until its batch has run. */
export interface Outcome {
  predicted: number;
  /** Probability of the class that was predicted for the unchanged sentence. */
  probability: number;
}

interface Job extends Sentence {
  /** Pairs to cut, as codes i·n + j of the n tokens in `ids`. */
  readonly pairs: Int32Array;
  /** The class whose probability is needed. */
  readonly watchedClass: number;
  readonly outcome: Outcome;
}

const maxQueuedRows = 16384;

/** Collects changed sentences and runs them in large batches. Sentences with and without cut pairs are in separate batches. */
export class RemovalQueue {
  readonly #model: Model;
  readonly #signal: AbortSignal | undefined;
  #plain: Job[] = [];
  #cut: Job[] = [];
  #rows = 0;

  constructor(model: Model, signal?: AbortSignal) {
    this.#model = model;
    this.#signal = signal;
  }

  /** Whether enough sentences are waiting to fill several batches. */
  get full(): boolean {
    return this.#rows >= maxQueuedRows;
  }

  /** The outcome is filled in by the next `flush`. */
  add(sentence: Sentence, pairs: Int32Array, watched: number): Outcome {
    const outcome = { predicted: NaN, probability: NaN };
    (pairs.length ? this.#cut : this.#plain).push({ ...sentence, pairs, watchedClass: watched, outcome });
    this.#rows += sentence.ids.length;
    return outcome;
  }

  async flush(): Promise<void> {
    const [plain, cut] = [this.#plain, this.#cut];
    this.#plain = [];
    this.#cut = [];
    this.#rows = 0;
    for (const jobs of this.#batches(plain)) await this.#run('predict', jobs);
    for (const jobs of this.#batches(cut)) {
      await this.#run('predictCut', jobs, (batch) => ({ cut: cutPairs(jobs, batch) }));
    }
  }

  #batches(jobs: readonly Job[]) {
    return batchesOf(jobs, ({ ids }) => ids.length, this.#model);
  }

  async #run(routine: string, jobs: readonly Job[], inputs?: (batch: Batch) => Batch['inputs']): Promise<void> {
    this.#signal?.throwIfAborted();
    await runBatch(this.#model, routine, jobs, inputs);
    const probabilities = await this.#model.executor.read('probabilities');
    const { classes } = this.#model.shape;
    jobs.forEach(({ outcome, watchedClass: watched }, b) => {
      const own = probabilities.subarray(b * classes, (b + 1) * classes);
      outcome.predicted = largest(own);
      outcome.probability = own[watched]!;
    });
  }
}

/** Input `cut` of a batch: −∞ at both attention logits of every pair. */
function cutPairs(jobs: readonly Job[], batch: Batch): Float32Array {
  const cut = new Float32Array(batch.sizes.pairs);
  const { starts, pairStarts } = batch.inputs as Record<string, Int32Array>;
  jobs.forEach(({ ids, pairs }, b) => {
    const rows = starts![b + 1]! - starts![b]!;
    const places = contentRows(batch, b).map((row) => row - starts![b]!);
    for (const code of pairs) {
      const first = Math.floor(code / ids.length);
      const [i, j] = [places[first]!, places[code - first * ids.length]!];
      cut[pairStarts![b]! + i * rows + j] = -Infinity;
      cut[pairStarts![b]! + j * rows + i] = -Infinity;
    }
  });
  return cut;
}

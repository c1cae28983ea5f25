import type { ExplanationSummary } from '../../core/evaluation/explanation/explanation.ts';
import type { TokenSpan } from '../../core/dataset/tokenizer.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { LruCache } from '../../common/lruCache.ts';
import { UserError } from '../../common/userError.ts';
import { stringBytes } from '../compute/explanationBytes.ts';

/** A text to be explained by a run. */
export interface QueuedLine {
  readonly run: Pick<Run, 'directory' | 'record'>;
  readonly text: string;
}

/** The part of an explanation that is cached. */
export interface BriefExplanation {
  readonly predicted: string;
  /** Of the predicted class. */
  readonly probability: number;
  /** Keep probability of each word that the model reads; null without a mask. */
  readonly keep: readonly number[] | null;
  /** Where these words are in the text. */
  readonly spans: readonly TokenSpan[];
}

/** Memory for the explanations of lines: those of about 5,000 short ones. */
const maxCachedBytes = 8 * 2 ** 20;
/** A keep probability and a span. */
const bytesPerWord = 36;
/** Between two calls of `onProgress`. */
const progressIntervalMs = 150;

/** Explains texts one at a time, so that a hover never waits for more than one of them, and caches the explanations. */
export class LineQueue {
  readonly #explain: (line: QueuedLine, signal: AbortSignal) => Promise<ExplanationSummary>;
  readonly #onProgress: () => void;
  readonly #onError: (error: unknown) => void;
  /** null: it cannot be explained. */
  readonly #cache = new LruCache<BriefExplanation | null>(maxCachedBytes, {
    sizeOf: (key, explained) => stringBytes(key) + 256 + bytesPerWord * (explained?.spans.length ?? 0),
  });
  #requested = new Map<string, QueuedLine>();
  #current: { readonly key: string; readonly abort: AbortController } | null = null;

  /** `onProgress`: more is explained; `onError`: a text cannot be explained; after anything but a UserError the rest is dropped too. */
  constructor(
    explain: (line: QueuedLine, signal: AbortSignal) => Promise<ExplanationSummary>,
    onProgress: () => void,
    onError: (error: unknown) => void,
  ) {
    this.#explain = explain;
    this.#onProgress = onProgress;
    this.#onError = onError;
  }

  /** The explanation of a text if it is cached. */
  get(line: QueuedLine): BriefExplanation | undefined {
    return this.#cache.get(keyOf(line)) ?? undefined;
  }

  /** Explains these in their order, in place of the lines requested before. */
  request(lines: readonly QueuedLine[]): void {
    this.#requested = new Map(lines.map((line) => [keyOf(line), line]));
    if (!this.#current) void this.#work();
    else if (!this.#requested.has(this.#current.key)) this.#current.abort.abort();
  }

  /** Whether a requested line is not explained yet. */
  get isWorking(): boolean {
    return this.#current !== null || this.#next() !== undefined;
  }

  dispose(): void {
    this.request([]);
  }

  async #work(): Promise<void> {
    let lastProgress = Date.now();
    for (let next = this.#next(); next; next = this.#next()) {
      await this.#explainOne(...next);
      if (this.#next() && Date.now() - lastProgress < progressIntervalMs) continue;
      lastProgress = Date.now();
      this.#onProgress();
    }
  }

  #next(): [string, QueuedLine] | undefined {
    for (const entry of this.#requested) {
      if (this.#cache.get(entry[0]) === undefined) return entry;
      this.#requested.delete(entry[0]);
    }
    return undefined;
  }

  async #explainOne(key: string, line: QueuedLine): Promise<void> {
    const abort = new AbortController();
    this.#current = { key, abort };
    try {
      this.#cache.set(key, brief(await this.#explain(line, abort.signal)));
    } catch (error) {
      if (abort.signal.aborted) return;
      this.#onError(error);
      if (error instanceof UserError) this.#cache.set(key, null);
      else this.#requested.clear();
    } finally {
      this.#current = null;
    }
  }
}

/** The weights of a run in training change with its best epoch. */
function keyOf({ run: { directory, record }, text }: QueuedLine): string {
  return [directory, record.resumed, record.best?.epoch ?? 0, text].join('\n');
}

function brief({ predicted, probabilities, words }: ExplanationSummary): BriefExplanation {
  const { probability } = probabilities.find((entry) => entry.class === predicted)!;
  const keep = words.some((word) => word.keep === null) ? null : words.map((word) => word.keep!);
  return { predicted, probability, keep, spans: words.map(({ start, end }) => ({ start, end })) };
}

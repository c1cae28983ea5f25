import type { Explanation } from '../../core/evaluation/explanation/explanation.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { LruCache } from '../../common/lruCache.ts';
import { UserError } from '../../common/userError.ts';

/** A text to be explained by a run. */
export interface QueuedLine {
  readonly run: Pick<Run, 'directory' | 'record'>;
  readonly text: string;
}

/** What of an explanation is kept. */
export interface BriefExplanation {
  readonly predicted: string;
  /** Of the predicted class. */
  readonly probability: number;
  /** Keep probability of each token that the model reads; null without a mask. */
  readonly keep: readonly number[] | null;
}

/** Explanations that are kept, the latest used ones. */
const maxKept = 5000;
/** Between two calls of `onProgress`, in milliseconds. */
const progressInterval = 150;

/** Explains texts one at a time, so that a hover never waits for more than one of them, and keeps what it learned. */
export class LineQueue {
  readonly #explain: (line: QueuedLine, signal: AbortSignal) => Promise<Explanation>;
  readonly #onProgress: () => void;
  readonly #onError: (error: unknown) => void;
  /** null: it cannot be explained. */
  readonly #known = new LruCache<BriefExplanation | null>(maxKept);
  #wanted = new Map<string, QueuedLine>();
  #current: { readonly key: string; readonly abort: AbortController } | null = null;

  /** `onProgress`: more is known; `onError`: a text has no explanation, or, if it is no UserError, the rest is left as well. */
  constructor(
    explain: (line: QueuedLine, signal: AbortSignal) => Promise<Explanation>,
    onProgress: () => void,
    onError: (error: unknown) => void,
  ) {
    this.#explain = explain;
    this.#onProgress = onProgress;
    this.#onError = onError;
  }

  /** What is known of a text. */
  get(line: QueuedLine): BriefExplanation | undefined {
    return this.#known.get(keyOf(line)) ?? undefined;
  }

  /** Explains these, the first one first, in place of what was wanted before. */
  want(lines: readonly QueuedLine[]): void {
    this.#wanted = new Map(lines.map((line) => [keyOf(line), line]));
    if (!this.#current) void this.#work();
    else if (!this.#wanted.has(this.#current.key)) this.#current.abort.abort();
  }

  /** Whether something wanted is not known yet. */
  get isWorking(): boolean {
    return this.#current !== null || this.#next() !== undefined;
  }

  dispose(): void {
    this.want([]);
  }

  async #work(): Promise<void> {
    let told = Date.now();
    for (let next = this.#next(); next; next = this.#next()) {
      await this.#explainOne(...next);
      if (this.#next() && Date.now() - told < progressInterval) continue;
      told = Date.now();
      this.#onProgress();
    }
  }

  #next(): [string, QueuedLine] | undefined {
    for (const entry of this.#wanted) {
      if (this.#known.get(entry[0]) === undefined) return entry;
      this.#wanted.delete(entry[0]);
    }
    return undefined;
  }

  async #explainOne(key: string, line: QueuedLine): Promise<void> {
    const abort = new AbortController();
    this.#current = { key, abort };
    try {
      this.#known.set(key, brief(await this.#explain(line, abort.signal)));
    } catch (error) {
      if (abort.signal.aborted) return;
      this.#onError(error);
      if (error instanceof UserError) this.#known.set(key, null);
      else this.#wanted.clear();
    } finally {
      this.#current = null;
    }
  }
}

/** The weights of a run that is trained change with its best epoch. */
function keyOf({ run: { directory, record }, text }: QueuedLine): string {
  return [directory, record.resumed, record.best?.epoch ?? 0, text].join('\n');
}

function brief({ predicted, probabilities, tokens }: Explanation): BriefExplanation {
  const { probability } = probabilities.find((entry) => entry.class === predicted)!;
  const keep = tokens.some((token) => token.keep === null) ? null : tokens.map((token) => token.keep!);
  return { predicted, probability, keep };
}

import { countAt, pairCount, removedTokens, type Ranking } from './rank.ts';
import type { Outcome, RemovalQueue } from './removalQueue.ts';

/** What is removed: tokens, pairs, or both. */
export const removalKinds = ['imp', 'inter', 'both'] as const;
export type RemovalKind = (typeof removalKinds)[number];

/** Outcomes per fraction; null if the model has no mask to rank tokens by. */
export type RemovalOutcomes = Readonly<Record<RemovalKind, readonly Outcome[] | null>>;

interface UnchangedSentence {
  readonly ids: Int32Array;
  readonly outcome: Outcome;
}

const noPairs = new Int32Array(0);

/** Queues the removals of one sentence by one ranking. Removals that leave the same tokens and pairs are run only once. */
export class SentenceRemovals {
  readonly #sentence: UnchangedSentence;
  readonly #tokens: number;
  readonly #ranking: Ranking;
  readonly #queue: RemovalQueue;
  readonly #outcomes = new Map<string, Outcome>();

  constructor(sentence: UnchangedSentence, ranking: Ranking, queue: RemovalQueue) {
    this.#sentence = sentence;
    this.#tokens = sentence.ids.length;
    this.#ranking = ranking;
    this.#queue = queue;
  }

  /** Outcomes of the three kinds at each fraction. */
  atFractions(fractions: readonly number[]): RemovalOutcomes {
    const tokens = this.#removed(fractions);
    const pairs = fractions.map((fraction) => countAt(fraction, pairCount(this.#tokens)));
    const masked = this.#ranking.tokens !== null;
    return {
      imp: masked ? tokens.map((removed) => this.#without(removed, 0)) : null,
      inter: pairs.map((removed) => this.#without(0, removed)),
      both: masked ? tokens.map((removed, f) => this.#without(removed, pairs[f]!)) : null,
    };
  }

  /** Outcomes after removing only the tokens of each fraction; the ranking must have tokens. */
  withoutTokens(fractions: readonly number[]): Outcome[] {
    return this.#removed(fractions).map((removed) => this.#without(removed, 0));
  }

  #removed(fractions: readonly number[]): number[] {
    return fractions.map((fraction) => removedTokens(fraction, this.#tokens));
  }

  /** Outcomes with only the tokens of each fraction (ERASER: sufficiency); null without a ranking of tokens. */
  sufficiency(fractions: readonly number[]): Outcome[] | null {
    const order = this.#ranking.tokens;
    if (order === null) return null;
    return fractions.map((fraction) => {
      const kept = countAt(fraction, this.#tokens);
      return this.#cached(`kept ${kept}`, () => this.#run(order.slice(0, kept).sort(), noPairs));
    });
  }

  /** The outcome without the first `tokens` tokens and `pairs` pairs of the ranking. */
  #without(tokens: number, pairs: number): Outcome {
    const kept = this.#keptTokens(tokens);
    const cut = this.#survivingPairs(kept, pairs);
    return this.#cached(`${tokens} ${cut.length}`, () => this.#run(kept, cut));
  }

  #cached(key: string, run: () => Outcome): Outcome {
    const outcome = this.#outcomes.get(key) ?? run();
    this.#outcomes.set(key, outcome);
    return outcome;
  }

  #run(kept: Int32Array, pairs: Int32Array): Outcome {
    const { ids, outcome } = this.#sentence;
    if (kept.length === ids.length && pairs.length === 0) return outcome;
    return this.#queue.add(
      kept.map((token) => ids[token]!),
      pairs,
      outcome.predicted,
    );
  }

  /** Positions of the remaining tokens, ascending. */
  #keptTokens(removed: number): Int32Array {
    const isRemoved = new Uint8Array(this.#tokens);
    for (let r = 0; r < removed; r++) isRemoved[this.#ranking.tokens![r]!] = 1;
    const kept = new Int32Array(this.#tokens - removed);
    let at = 0;
    for (let token = 0; token < isRemoved.length; token++) if (!isRemoved[token]) kept[at++] = token;
    return kept;
  }

  /** Of the first pairs of the ranking, those between remaining tokens, as codes of the shortened sentence. */
  #survivingPairs(kept: Int32Array, pairs: number): Int32Array {
    const newPositions = new Int32Array(this.#tokens).fill(-1);
    kept.forEach((token, at) => {
      newPositions[token] = at;
    });
    const codes = new Int32Array(pairs);
    let count = 0;
    for (let r = 0; r < pairs; r++) {
      const code = this.#ranking.pairs[r]!;
      const first = Math.floor(code / this.#tokens);
      const i = newPositions[first]!;
      const j = newPositions[code - first * this.#tokens]!;
      if (i >= 0 && j >= 0) codes[count++] = i * kept.length + j;
    }
    return codes.subarray(0, count);
  }
}

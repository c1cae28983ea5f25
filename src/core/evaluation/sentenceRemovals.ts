import { countAt, pairCount, removedTokens, type Ranking } from './rank.ts';
import type { Outcome, RemovalQueue } from './removalQueue.ts';

/** The three removals of a fraction. */
export const removalKinds = ['imp', 'inter', 'both'] as const;
export type RemovalKind = (typeof removalKinds)[number];

/** Outcomes by fraction; null where the model has no mask to rank tokens by. */
export type RemovalOutcomes = Readonly<Record<RemovalKind, readonly Outcome[] | null>>;

interface UnchangedSentence {
  readonly ids: Int32Array;
  readonly outcome: Outcome;
}

const noPairs = new Int32Array(0);

/** Queues what the removals of one sentence by one ranking need; removals that leave the same text and pairs are run once. */
export class SentenceRemovals {
  readonly #sentence: UnchangedSentence;
  readonly #tokens: number;
  readonly #ranking: Ranking;
  readonly #queue: RemovalQueue;
  readonly #known = new Map<string, Outcome>();

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

  /** Outcomes without the fraction's tokens alone; the ranking has some. */
  withoutTokens(fractions: readonly number[]): Outcome[] {
    return this.#removed(fractions).map((removed) => this.#without(removed, 0));
  }

  #removed(fractions: readonly number[]): number[] {
    return fractions.map((fraction) => removedTokens(fraction, this.#tokens));
  }

  /** Outcomes where only the fraction's tokens are left (ERASER: sufficiency); null without a ranking of tokens. */
  sufficiency(fractions: readonly number[]): Outcome[] | null {
    const order = this.#ranking.tokens;
    if (order === null) return null;
    return fractions.map((fraction) => {
      const kept = countAt(fraction, this.#tokens);
      return this.#once(`kept ${kept}`, () => this.#run(order.slice(0, kept).sort(), noPairs));
    });
  }

  /** Without the first tokens and pairs of the ranking. */
  #without(tokens: number, pairs: number): Outcome {
    const kept = this.#kept(tokens);
    const cut = this.#surviving(kept, pairs);
    return this.#once(`${tokens} ${cut.length}`, () => this.#run(kept, cut));
  }

  #once(key: string, run: () => Outcome): Outcome {
    const outcome = this.#known.get(key) ?? run();
    this.#known.set(key, outcome);
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

  /** Places of the tokens that stay, rising. */
  #kept(removed: number): Int32Array {
    const gone = new Uint8Array(this.#tokens);
    for (let r = 0; r < removed; r++) gone[this.#ranking.tokens![r]!] = 1;
    const kept = new Int32Array(this.#tokens - removed);
    let at = 0;
    for (let token = 0; token < gone.length; token++) if (!gone[token]) kept[at++] = token;
    return kept;
  }

  /** Of the first pairs of the ranking, those between tokens that stay, as codes of the shortened sentence. */
  #surviving(kept: Int32Array, pairs: number): Int32Array {
    const place = new Int32Array(this.#tokens).fill(-1);
    kept.forEach((token, at) => {
      place[token] = at;
    });
    const codes = new Int32Array(pairs);
    let count = 0;
    for (let r = 0; r < pairs; r++) {
      const code = this.#ranking.pairs[r]!;
      const first = Math.floor(code / this.#tokens);
      const i = place[first]!;
      const j = place[code - first * this.#tokens]!;
      if (i >= 0 && j >= 0) codes[count++] = i * kept.length + j;
    }
    return codes.subarray(0, count);
  }
}

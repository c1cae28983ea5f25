import { withTokens, type Sentence } from '../model/batch.ts';
import { countAt, pairCount, removedUnits, type Ranking } from './rank.ts';
import type { Units } from './units.ts';
import type { Outcome, RemovalQueue } from './removalQueue.ts';

/** What is removed: words or tokens, pairs of them, or both. */
export const removalKinds = ['imp', 'inter', 'both'] as const;
export type RemovalKind = (typeof removalKinds)[number];

/** Outcomes per fraction; null if the model has no mask to rank by. */
export type RemovalOutcomes = Readonly<Record<RemovalKind, readonly Outcome[] | null>>;

interface UnchangedSentence extends Sentence {
  readonly units: Units;
  readonly outcome: Outcome;
}

const noPairs = new Int32Array(0);

/** Queues the removals of one sentence by one ranking. Removals that leave the same tokens and pairs are run only once. */
export class SentenceRemovals {
  readonly #sentence: UnchangedSentence;
  /** Number of its words or tokens. */
  readonly #units: number;
  readonly #ranking: Ranking;
  readonly #queue: RemovalQueue;
  readonly #outcomes = new Map<string, Outcome>();

  constructor(sentence: UnchangedSentence, ranking: Ranking, queue: RemovalQueue) {
    this.#sentence = sentence;
    this.#units = sentence.units.count;
    this.#ranking = ranking;
    this.#queue = queue;
  }

  /** Outcomes of the three kinds at each fraction. */
  atFractions(fractions: readonly number[]): RemovalOutcomes {
    const units = this.#removed(fractions);
    const pairs = fractions.map((fraction) => countAt(fraction, pairCount(this.#units)));
    const masked = this.#ranking.units !== null;
    return {
      imp: masked ? units.map((removed) => this.#without(removed, 0)) : null,
      inter: pairs.map((removed) => this.#without(0, removed)),
      both: masked ? units.map((removed, f) => this.#without(removed, pairs[f]!)) : null,
    };
  }

  /** Outcomes after removing only the units of each fraction; the ranking must have units. */
  withoutUnits(fractions: readonly number[]): Outcome[] {
    return this.#removed(fractions).map((removed) => this.#without(removed, 0));
  }

  #removed(fractions: readonly number[]): number[] {
    return fractions.map((fraction) => removedUnits(fraction, this.#units));
  }

  /** Outcomes with only the units of each fraction (ERASER: sufficiency); null without a ranking of units. */
  sufficiency(fractions: readonly number[]): Outcome[] | null {
    const order = this.#ranking.units;
    if (order === null) return null;
    return fractions.map((fraction) => {
      const kept = countAt(fraction, this.#units);
      return this.#cached(`kept ${kept}`, () => this.#run(order.slice(0, kept).sort(), noPairs));
    });
  }

  /** The outcome without the first `units` units and `pairs` pairs of the ranking. */
  #without(units: number, pairs: number): Outcome {
    const kept = this.#keptUnits(units);
    const cut = this.#survivingPairs(kept, pairs);
    return this.#cached(`${units} ${cut.length}`, () => this.#run(kept, cut));
  }

  #cached(key: string, run: () => Outcome): Outcome {
    const outcome = this.#outcomes.get(key) ?? run();
    this.#outcomes.set(key, outcome);
    return outcome;
  }

  #run(kept: Int32Array, cut: Int32Array): Outcome {
    const { units, outcome } = this.#sentence;
    if (kept.length === this.#units && cut.length === 0) return outcome;
    const { tokens, pairs } = units.remainder(kept, cut);
    return this.#queue.add(withTokens(this.#sentence, tokens), pairs, outcome.predicted);
  }

  /** Numbers of the remaining units, ascending. */
  #keptUnits(removed: number): Int32Array {
    const isRemoved = new Uint8Array(this.#units);
    for (let r = 0; r < removed; r++) isRemoved[this.#ranking.units![r]!] = 1;
    const kept = new Int32Array(this.#units - removed);
    let at = 0;
    for (let unit = 0; unit < isRemoved.length; unit++) if (!isRemoved[unit]) kept[at++] = unit;
    return kept;
  }

  /** Of the first pairs of the ranking, those between remaining units, as codes of the shortened sentence. */
  #survivingPairs(kept: Int32Array, pairs: number): Int32Array {
    const newNumbers = new Int32Array(this.#units).fill(-1);
    kept.forEach((unit, at) => {
      newNumbers[unit] = at;
    });
    const codes = new Int32Array(pairs);
    let count = 0;
    for (let r = 0; r < pairs; r++) {
      const code = this.#ranking.pairs[r]!;
      const first = Math.floor(code / this.#units);
      const i = newNumbers[first]!;
      const j = newNumbers[code - first * this.#units]!;
      if (i >= 0 && j >= 0) codes[count++] = i * kept.length + j;
    }
    return codes.subarray(0, count);
  }
}

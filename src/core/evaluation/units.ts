import { wordStarts } from '../dataset/textWord.ts';

/** The tokens and pairs of a shortened text. */
export interface Remainder {
  /** Positions of its tokens in the whole text, ascending. */
  readonly tokens: Int32Array;
  /** Pairs of its tokens, as codes i·n + j of n tokens. */
  readonly pairs: Int32Array;
}

/**
 * What is ranked and removed as one: the words of a text, or its tokens. The importance of a word is the largest of its pieces, that of a
 * pair of words the largest of the pairs of their pieces (docs/measures.md: Words and pieces).
 */
export class Units {
  readonly count: number;
  /** Where the tokens of each unit start: [count + 1]; null where every token is a unit. */
  readonly #starts: Int32Array | null;

  /** `words`: the word of each of the tokens, ascending; null: every token is a unit. */
  constructor(words: Int32Array | null, tokens: number) {
    this.#starts = words && Int32Array.from([...wordStarts(words), tokens]);
    this.count = this.#starts ? this.#starts.length - 1 : tokens;
  }

  /** Positions of the tokens of a unit. */
  tokens(unit: number): number[] {
    if (!this.#starts) return [unit];
    const start = this.#starts[unit]!;
    return Array.from({ length: this.#starts[unit + 1]! - start }, (_, i) => start + i);
  }

  /** The units that some of these tokens, ascending, belong to. */
  containing(tokens: readonly number[]): Set<number> {
    const starts = this.#starts;
    if (!starts) return new Set(tokens);
    let unit = 0;
    return new Set(
      tokens.map((token) => {
        while (starts[unit + 1]! <= token) unit++;
        return unit;
      }),
    );
  }

  /** The largest of the values of its tokens for each unit. */
  largest<T extends Float32Array | Float64Array>(values: T): T {
    if (!this.#starts) return values;
    const largest = values.slice(0, this.count).fill(-Infinity) as T;
    for (let unit = 0; unit < this.count; unit++) {
      for (let i = this.#starts[unit]!; i < this.#starts[unit + 1]!; i++) {
        largest[unit] = Math.max(largest[unit]!, values[i]!);
      }
    }
    return largest;
  }

  /** The largest score of a pair of tokens, one of each, for each pair of units; both in the order of `pairCodes`. */
  largestPairs(scores: Float32Array): Float32Array {
    if (!this.#starts) return scores;
    const n = this.count;
    const unitOf = Array.from({ length: n }, (_, unit) => this.tokens(unit).map(() => unit)).flat();
    const largest = new Float32Array((n * (n - 1)) / 2);
    let at = 0;
    for (const [i, first] of unitOf.entries()) {
      const row = first * n - (first * (first + 1)) / 2 - first - 1;
      for (let j = i + 1; j < unitOf.length; j++, at++) {
        const second = unitOf[j]!;
        if (second > first) largest[row + second] = Math.max(largest[row + second]!, scores[at]!);
      }
    }
    return largest;
  }

  /** What is left with the units `kept`, ascending. `pairs`: codes a·n + b of the n units that are kept. */
  remainder(kept: Int32Array, pairs: Int32Array): Remainder {
    if (!this.#starts) return { tokens: kept, pairs };
    const own = Array.from(kept, (unit) => this.tokens(unit));
    const tokens = Int32Array.from(own.flat());
    const starts = new Int32Array(kept.length + 1);
    own.forEach(({ length }, k) => (starts[k + 1] = starts[k]! + length));
    const codes: number[] = [];
    for (const code of pairs) {
      const first = Math.floor(code / kept.length);
      const second = code - first * kept.length;
      for (let i = starts[first]!; i < starts[first + 1]!; i++) {
        for (let j = starts[second]!; j < starts[second + 1]!; j++) codes.push(i * tokens.length + j);
      }
    }
    return { tokens, pairs: Int32Array.from(codes) };
  }
}

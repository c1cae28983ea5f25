import { textHash } from '../textHash.ts';
import type { SplitSummary } from './dataSummary.ts';

/** Collects, while a split is read, what its tokenized texts no longer tell: lengths before the cut, and which texts are equal. */
export class SplitTally {
  /** Number of texts of each length in tokens. */
  readonly #lengths = new Map<number, number>();
  /** 53 bits of each text but for white space around it; 8 bytes per text. */
  readonly #hashes: number[] = [];

  add(text: string, tokens: number): void {
    this.#lengths.set(tokens, (this.#lengths.get(tokens) ?? 0) + 1);
    const [a, b] = textHash(text.trim());
    this.#hashes.push((a >>> 0) * 2 ** 21 + (b >>> 11));
  }

  get hashes(): readonly number[] {
    return this.#hashes;
  }

  /** There must be a text. */
  summary(maxLength: number): Omit<SplitSummary, 'unknown'> {
    const lengths = [...this.#lengths].sort(([a], [b]) => a - b);
    const texts = this.#hashes.length;
    const cut = lengths.filter(([length]) => length > maxLength);
    return {
      texts,
      tokens: sum(lengths.map(([length, count]) => length * count)),
      length: { median: atRank(lengths, 0.5 * texts), p95: atRank(lengths, 0.95 * texts), max: lengths.at(-1)![0] },
      cut: {
        texts: sum(cut.map(([, count]) => count)),
        tokens: sum(cut.map(([length, count]) => (length - maxLength) * count)),
      },
    };
  }
}

/** The smallest length that at least `rank` texts do not exceed. `lengths`: sorted, each with its number of texts. */
function atRank(lengths: readonly (readonly [number, number])[], rank: number): number {
  let texts = 0;
  return lengths.find(([, count]) => (texts += count) >= rank)![0];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

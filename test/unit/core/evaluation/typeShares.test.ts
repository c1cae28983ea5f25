import { describe, expect, it } from 'vitest';
import { threefry, uniform } from '../../../../src/common/random.ts';
import { TypeColumns } from '../../../../src/core/evaluation/typeColumns.ts';
import { TypeSharesTally, type TypeShare } from '../../../../src/core/evaluation/typeShares.ts';

interface Text {
  readonly ids: Int32Array;
  readonly hidden: Float32Array;
}

function splitOf(texts: readonly Text[]) {
  return { length: texts.length, ids: (i: number) => texts[i]!.ids, label: () => 0 };
}

/** As an evaluation does: all texts, then those with undecided types again. */
function sharesOf(texts: readonly Text[], neurons: number, wanted: number, maxBytes?: number) {
  const tally = new TypeSharesTally(neurons, new TypeColumns(splitOf(texts), neurons, maxBytes), wanted);
  texts.forEach(({ ids, hidden }) => tally.add(hidden, ids));
  const undecided = new Set(tally.undecided());
  const again = texts.filter(({ ids }) => ids.some((id) => undecided.has(id)));
  again.forEach(({ ids, hidden }) => tally.addAgain(hidden, ids));
  return { shares: tally.report(), again: again.length };
}

describe('the shares of word types in the activation mass of a neuron', () => {
  const texts = [
    { ids: Int32Array.of(5, 6), hidden: Float32Array.of(3, -1, 0, /**/ 1, -1, 2) },
    { ids: Int32Array.of(6, 7), hidden: Float32Array.of(3, -1, 2, /**/ 1, 0, 0) },
  ];

  it('are of its activations above 0, the largest first', () => {
    expect(sharesOf(texts, 3, 1).shares).toEqual([[{ share: 0.5, word: 6 }], [], [{ share: 1, word: 6 }]]);
    expect(sharesOf(texts, 3, 3).shares[0]).toEqual([
      { share: 0.5, word: 6 },
      { share: 0.375, word: 5 },
      { share: 0.125, word: 7 },
    ]);
  });

  it('need no text a second time where each type has a column of its own', () => {
    expect(sharesOf(randomTexts(), 6, 4).again).toBe(0);
  });

  it.each([1, 4])(
    'are the same where types share columns, whose texts are read a second time (%i wanted)',
    (wanted) => {
      const shared = sharesOf(randomTexts(), 6, wanted, 4 * 6 * 8);
      expect(shared.again).toBeGreaterThan(0);
      expect(rounded(shared.shares)).toEqual(rounded(sharesOf(randomTexts(), 6, wanted).shares));
    },
  );
});

function rounded(shares: readonly (readonly TypeShare[])[]) {
  return shares.map((ofNeuron) => ofNeuron.map(({ share, word }) => `${word} ${share.toFixed(4)}`));
}

/** 40 texts of 12 tokens of 30 types; neuron f prefers the type 5f. */
function randomTexts(): Text[] {
  return Array.from({ length: 40 }, (_, text) => {
    const ids = Int32Array.from({ length: 12 }, (_, i) => Math.floor(30 * fraction(1, text, i) ** 2));
    const hidden = Float32Array.from({ length: 12 * 6 }, (_, at) => {
      const [position, f] = [Math.floor(at / 6), at % 6];
      return (ids[position] === 5 * f ? 4 : 0) + fraction(2, text, at) - 0.5;
    });
    return { ids, hidden };
  });
}

function fraction(kind: number, text: number, at: number): number {
  return uniform(threefry(kind, 0, text, at)[0]);
}

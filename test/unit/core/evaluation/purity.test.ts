import { describe, expect, it } from 'vitest';
import { threefry, uniform } from '../../../../src/common/random.ts';
import { PurityTally, type Purity } from '../../../../src/core/evaluation/purity.ts';
import { TypeColumns } from '../../../../src/core/evaluation/typeColumns.ts';

interface Text {
  readonly ids: Int32Array;
  readonly hidden: Float32Array;
}

function splitOf(texts: readonly Text[]) {
  return { length: texts.length, ids: (i: number) => texts[i]!.ids, label: () => 0 };
}

/** As an evaluation does: all texts, then those with undecided types again. */
function purityOf(texts: readonly Text[], neurons: number, maxBytes?: number) {
  const tally = new PurityTally(neurons, new TypeColumns(splitOf(texts), neurons, maxBytes));
  texts.forEach(({ ids, hidden }) => tally.add(hidden, ids));
  const undecided = new Set(tally.undecided());
  const again = texts.filter(({ ids }) => ids.some((id) => undecided.has(id)));
  again.forEach(({ ids, hidden }) => tally.addAgain(hidden, ids));
  return { purity: tally.report(), again: again.length };
}

describe('the purity of a neuron', () => {
  it('is the largest share of one word type among its activations above 0', () => {
    const texts = [
      { ids: Int32Array.of(5, 6), hidden: Float32Array.of(3, -1, 0, /**/ 1, -1, 2) },
      { ids: Int32Array.of(6, 7), hidden: Float32Array.of(3, -1, 2, /**/ 1, 0, 0) },
    ];
    expect(purityOf(texts, 3).purity).toEqual([{ share: 0.5, word: 6 }, null, { share: 1, word: 6 }]);
  });

  it('reads no text a second time where each type has a column of its own', () => {
    expect(purityOf(randomTexts(), 6).again).toBe(0);
  });

  it('is the same where types share columns, whose texts are read a second time', () => {
    const texts = randomTexts();
    const shared = purityOf(texts, 6, 4 * 6 * 8);
    expect(shared.again).toBeGreaterThan(0);
    expect(rounded(shared.purity)).toEqual(rounded(purityOf(texts, 6).purity));
  });
});

function rounded(purity: readonly (Purity | null)[]) {
  return purity.map((one) => one && { ...one, share: one.share.toFixed(5) });
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

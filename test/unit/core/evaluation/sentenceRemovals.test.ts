import { describe, expect, it } from 'vitest';
import { RemovalQueue } from '../../../../src/core/evaluation/removalQueue.ts';
import { SentenceRemovals } from '../../../../src/core/evaluation/sentenceRemovals.ts';
import { Units } from '../../../../src/core/evaluation/units.ts';
import { fakeModel, plainRules } from './fakeModel.ts';

const ids = Int32Array.of(11, 22, 33, 44, 55);
const units = new Units(null, ids.length);
const unchanged = { predicted: 1, probability: 0.7 };
/** Tokens 3, 1, 4, …; pairs (1,2), (0,3), (0,4), … first. */
const ranking = {
  units: Int32Array.of(3, 1, 4, 0, 2),
  pairs: Int32Array.of(7, 3, 4, 1, 2, 8, 9, 13, 14, 19),
};

async function runs(fractions: readonly number[], padding?: Parameters<typeof fakeModel>[1]) {
  const model = fakeModel(plainRules, padding);
  const queue = new RemovalQueue(model);
  const removals = new SentenceRemovals({ ids, label: 0, units, outcome: unchanged }, ranking, queue);
  const outcomes = removals.atFractions(fractions);
  const sufficiency = removals.sufficiency(fractions);
  await queue.flush();
  return { outcomes, sufficiency, runs: model.runs };
}

describe('the removals of a sentence', () => {
  it('delete the first tokens, cut the first pairs, and cut among the remaining tokens', async () => {
    const result = await runs([0.3]);
    expect(result.runs).toEqual([
      {
        routine: 'predict',
        sentences: [
          { ids: [11, 33, 55], cut: [] }, // without tokens 3 and 1
          { ids: [22, 44], cut: [] }, // only tokens 3 and 1
        ],
      },
      {
        routine: 'predictCut',
        sentences: [
          { ids: [...ids], cut: ['0-3', '0-4', '1-2'] },
          { ids: [11, 33, 55], cut: ['0-2'] }, // of the three pairs only (0,4) stays, and it is now (0,2)
        ],
      },
    ]);
    expect(result.outcomes.both![0]!.predicted).toBe(1); // three odd words, one cut pair
    expect(result.outcomes.inter![0]!.predicted).toBe(0); // odd and even words nearly balance, three cut pairs
    expect(result.outcomes.imp![0]!.probability).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
  });

  it('delete whole words and cut all pairs of the pieces of two words', async () => {
    const model = fakeModel();
    const queue = new RemovalQueue(model);
    const sentence = { ids, label: 0, units: new Units(Int32Array.of(0, 0, 1, 2, 2), 5), outcome: unchanged };
    const order = { units: Int32Array.of(1, 2, 0), pairs: Int32Array.of(0 * 3 + 2, 0 * 3 + 1, 1 * 3 + 2) };
    const removals = new SentenceRemovals(sentence, order, queue);
    removals.atFractions([0.3]);
    removals.sufficiency([0.3]);
    await queue.flush();
    expect(model.runs).toEqual([
      {
        routine: 'predict',
        sentences: [
          { ids: [11, 22, 44, 55], cut: [] }, // without the second word
          { ids: [33], cut: [] }, // only the second word
        ],
      },
      {
        routine: 'predictCut',
        sentences: [
          { ids: [...ids], cut: ['0-3', '0-4', '1-3', '1-4'] },
          { ids: [11, 22, 44, 55], cut: ['0-2', '0-3', '1-2', '1-3'] },
        ],
      },
    ]);
  });

  it('keep at least one word', async () => {
    const model = fakeModel();
    const queue = new RemovalQueue(model);
    const sentence = { ids, label: 0, units: new Units(Int32Array.of(0, 0, 0, 1, 1), 5), outcome: unchanged };
    new SentenceRemovals(sentence, { units: Int32Array.of(1, 0), pairs: Int32Array.of(1) }, queue).atFractions([1]);
    await queue.flush();
    expect(model.runs[0]!.sentences).toEqual([{ ids: [11, 22, 33], cut: [] }]);
  });

  it('cut the same pairs in padded rows', async () => {
    const padded = await runs([0.3], { padding: 'max', maxLength: 8 });
    expect(padded.runs).toEqual((await runs([0.3])).runs);
  });

  it('run the model only if something is removed, and never twice for the same removal', async () => {
    const { outcomes, runs: done } = await runs([0, 0.8, 0.9, 1]);
    expect(outcomes.imp![0]).toBe(unchanged);
    expect(outcomes.inter![0]).toBe(unchanged);
    expect(outcomes.both![0]).toBe(unchanged);
    // One token and no pair is left at 0.8, 0.9 and 1, so all three are one run.
    expect(outcomes.imp![1]).toBe(outcomes.imp![3]);
    expect(outcomes.both![2]).toBe(outcomes.imp![1]);
    const texts = done.flatMap(({ routine, sentences }) =>
      sentences.map((sentence) => JSON.stringify([routine, sentence])),
    );
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('keep everything for sufficiency at 1', async () => {
    expect((await runs([1])).sufficiency![0]).toBe(unchanged);
  });

  it('only cut pairs without an order of tokens', () => {
    const queue = new RemovalQueue(fakeModel());
    const removals = new SentenceRemovals(
      { ids, label: 0, units, outcome: unchanged },
      { ...ranking, units: null },
      queue,
    );
    expect(removals.atFractions([0.3])).toMatchObject({ imp: null, both: null, inter: [{}] });
    expect(removals.sufficiency([0.3])).toBeNull();
  });

  it('leave sentences of zero tokens or one token unchanged', () => {
    for (const short of [Int32Array.of(), Int32Array.of(7)]) {
      const sentence = { ids: short, label: 0, units: new Units(null, short.length), outcome: unchanged };
      const order = { units: Int32Array.of(0), pairs: Int32Array.of() };
      const removals = new SentenceRemovals(sentence, order, new RemovalQueue(fakeModel()));
      for (const list of Object.values(removals.atFractions([0.5]))) expect(list).toEqual([unchanged]);
      expect(removals.sufficiency([0.5])).toEqual([unchanged]);
    }
  });
});

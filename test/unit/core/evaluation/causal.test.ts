import { describe, expect, it } from 'vitest';
import { measureCausal } from '../../../../src/core/evaluation/causal.ts';
import type { NeuronLabel } from '../../../../src/core/evaluation/corpusNeurons.ts';
import { marginOf, randomLike } from '../../../../src/core/evaluation/neuronSet.ts';
import { fakeModel, plainRules, splitOf } from './fakeModel.ts';

/** Neurons 0 and 1 speak for class 1, neuron 3 for class 0; neuron 2 never fires. */
const votes = [3, 1, 9, -2];
const rules = {
  ...plainRules,
  hidden: () => [1, 1, 0, 1],
  without: (off: readonly number[]) => off.reduce((sum, f) => sum - votes[f]!, 0),
};
const labels: NeuronLabel[][] = [['monosemantic', 'polysemantic', 'dead', 'polysemantic']];
const split = splitOf(
  [[1, 3], 1], // logit 2, right; without neuron 0: −1, lost
  [[1, 3, 5, 7], 1], // logit 4, right, and with 1 still
  [[2, 4], 0], // logit −2, right; without 0: −5
  [[9], 0], // logit 1, wrong; without 0: −2, gained
);
const indices = [0, 1, 2, 3];
const options = { split, indices, labels, randomSeeds: 0 };

describe('the causal effect of neurons', () => {
  it('is the change of margin, predictions and accuracy when they are switched off', async () => {
    const report = await measureCausal({ ...fakeModel(rules), ...options });
    expect(report.sentences).toBe(4);
    expect(report.margin).toBeCloseTo((2 + 4 + 2 + 1) / 4);
    expect(report.monosemantic).toEqual({
      neurons: 1,
      margin: (-3 - 3 + 3 - 3) / 4, // class 0, predicted of the third text, gets further ahead
      flips: 2 / 4,
      accuracy: 0, // one lost, one gained
      random: null,
    });
    expect(report.polysemantic).toMatchObject({ neurons: 2, margin: (1 + 1 - 1 + 1) / 4, flips: 0, accuracy: 0 });
  });

  it('is measured on the given texts only', async () => {
    const report = await measureCausal({ ...fakeModel(rules), ...options, indices: [0, 2] });
    expect(report).toMatchObject({ sentences: 2, monosemantic: { margin: 0, flips: 0.5, accuracy: -50 } });
  });

  it('is compared with that of the same number of random active neurons, over several seeds', async () => {
    const model = fakeModel(rules);
    const report = await measureCausal({ ...model, ...options, randomSeeds: 4 });
    const offs = model.runs
      .filter(({ routine }) => routine === 'predictScaled')
      .map(({ sentences }) => sentences[0]!.off!);
    const [mono, poly] = [offs.slice(0, 5), offs.slice(5)];
    expect(mono[0]).toEqual([0]);
    expect(poly[0]).toEqual([1, 3]);
    for (const off of mono) expect(off).toHaveLength(1);
    for (const off of poly) expect(off).toHaveLength(2);
    expect(offs.flat()).not.toContain(2);
    expect(new Set(offs.slice(1).map(String)).size).toBeGreaterThan(2);
    const changes = mono.slice(1).map(([f]) => (-2 * votes[f!]!) / 4); // three texts of class 1, one of 0
    const mean = changes.reduce((sum, change) => sum + change, 0) / 4;
    expect(report.monosemantic!.random!.margin.mean).toBeCloseTo(mean);
    const squares = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0);
    expect(report.monosemantic!.random!.margin.deviation).toBeCloseTo(Math.sqrt(squares / 3));
  });

  it('is null if there is no such neuron', async () => {
    const none: NeuronLabel[][] = [['dead', 'polysemantic', 'dead', 'dead']];
    const report = await measureCausal({ ...fakeModel(rules), ...options, labels: none });
    expect(report.monosemantic).toBeNull();
    expect(report.polysemantic).toMatchObject({ neurons: 1 });
  });

  it('can be aborted', async () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(measureCausal({ ...fakeModel(rules), ...options, signal })).rejects.toThrow('stopped');
  });
});

describe('a margin', () => {
  it('is the difference to the largest other class, and negative for a class that is not predicted', () => {
    expect(marginOf(Float32Array.of(1, 4, 2.5), 1)).toBe(1.5);
    expect(marginOf(Float32Array.of(1, 4, 2.5), 0)).toBe(-3);
  });
});

describe('random neurons', () => {
  const among = [
    [1, 2, 3, 5, 8],
    [4, 6],
  ];

  it('have the same number per layer, and depend on the seed only', () => {
    const drawn = randomLike([[0, 9], [7]], among, 3);
    expect(drawn.map(({ length }) => length)).toEqual([2, 1]);
    expect(among[0]).toEqual(expect.arrayContaining([...drawn[0]!]));
    expect(among[1]).toEqual(expect.arrayContaining([...drawn[1]!]));
    expect(randomLike([[0, 9], [7]], among, 3)).toEqual(drawn);
  });

  it('are all active neurons if as many are requested', () => {
    expect(randomLike([[], [1, 2]], among, 0)).toEqual([[], [4, 6]]);
  });
});

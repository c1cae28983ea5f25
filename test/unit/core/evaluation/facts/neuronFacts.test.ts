import { describe, expect, it } from 'vitest';
import { measureFacts } from '../../../../../src/core/evaluation/facts/neuronFacts.ts';
import { neuronsOf } from '../../../../../src/core/evaluation/unitSource.ts';
import { fakeModel, plainRules, splitOf } from '../fakeModel.ts';

/** Neuron 0 fires as strongly as the number of the word, neuron 1 on word 3 only, neuron 2 never. */
const rules = { ...plainRules, hidden: (id: number) => [id, id === 3 ? 1 : 0, 0] };
const neurons = () => {
  const model = fakeModel(rules);
  return { model, units: neuronsOf(model) };
};
const split = splitOf([[3, 5], 1], [[3, 4], 1], [[3], 1], [[4, 6], 0]);

describe('the facts of neurons', () => {
  it('are word types, a label made on the even texts and scored on the odd ones, and random activations', async () => {
    const [[every, one, dead] = []] = await measureFacts({ ...neurons(), split });
    expect(every!.types.map(({ word, share }) => [word, Math.round(28 * share)])).toEqual([
      [3, 9],
      [4, 8],
      [6, 6],
      [5, 5],
    ]);
    expect(one).toMatchObject({
      label: 'monosemantic',
      ...{ fires: 3, types: [{ word: 3, share: 1 }] },
      wordLabel: { words: [3], averagePrecision: 1, random: 0.25 },
      sample: { sentences: [0, 1, 2], positions: [0, 0, 0], values: [1, 1, 1] },
    });
    expect(dead).toMatchObject({ label: 'dead', fires: 0, types: [], wordLabel: null, sample: { values: [] } });
  });

  it('report progress by text, and can be aborted', async () => {
    const progress: number[] = [];
    await measureFacts({ ...neurons(), split, onProgress: ({ sentences }) => progress.push(sentences) });
    expect(progress.at(-1)).toBe(4);
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(measureFacts({ ...neurons(), split, signal })).rejects.toThrow('stopped');
  });
});

import { expect, it } from 'vitest';
import { effectByClass } from '../../../../../src/core/evaluation/facts/effectByClass.ts';
import { neuronsOf } from '../../../../../src/core/evaluation/unitSource.ts';
import { fakeModel, plainRules } from '../fakeModel.ts';

it('is the mean change of the margin of the predicted class when a neuron is off', async () => {
  const rules = {
    ...plainRules,
    hidden: () => [1, 1],
    without: (off: readonly number[]) => (off.includes(1) ? -3 : 0),
  };
  const model = fakeModel(rules);
  const sentences = [
    [1, 3],
    [1, 3, 5, 7],
    [2, 4],
  ].map((ids) => ({ ids: Int32Array.from(ids), label: 0 }));
  // Logits of class 1: 2, 4 and −2; without the neuron −1, 1 and −5.
  const effects = await effectByClass(model, neuronsOf(model), sentences, { layer: 0, index: 1 });
  expect(effects).toEqual([
    { texts: 1, margin: 3, flips: 0 },
    { texts: 2, margin: -3, flips: 1 },
  ]);
  const [none] = await effectByClass(model, neuronsOf(model), [], { layer: 0, index: 1 });
  expect(none).toEqual({ texts: 0, margin: null, flips: 0 });
});

import { expect, test } from 'vitest';
import { informationWeight, objective } from '../../../../src/core/experiment/objective.ts';

test('presets differ in the mask and in the terms of the loss', () => {
  expect(objective({ preset: 'bare' }).mask).toBe(false);
  expect(objective({ preset: 'plain' })).toMatchObject({ mask: true, importance: 0, interaction: 0 });
  expect(objective({ preset: 'safr' })).toMatchObject({
    mask: true,
    importance: 1,
    interaction: 1,
    information: { start: 0 },
  });
  expect(objective({ preset: 'safr-imp' })).toMatchObject({ importance: 1, interaction: 0 });
  expect(objective({ preset: 'safr-inter' })).toMatchObject({ importance: 0, interaction: 1 });
  const { information } = objective({ preset: 'vmask' });
  expect(objective({ preset: 'safr-vmask' })).toMatchObject({ importance: 1, interaction: 1, information });
});

test('a weight in the file overrides the preset’s', () => {
  expect(objective({ preset: 'safr', importance: 0, interaction: 0.25 })).toMatchObject({
    importance: 0,
    interaction: 0.25,
  });
});

test('λ_info falls from 1 by 0.099 per epoch and stays at 0.01', () => {
  const { information } = objective({ preset: 'vmask' });
  const weights = [0, 1, 9, 10, 11, 50].map((epoch) => informationWeight(information, epoch));
  [1, 0.901, 0.109, 0.01, 0.01, 0.01].forEach((expected, i) => expect(weights[i]).toBeCloseTo(expected, 12));
});

test('λ_info is 0 in every epoch if the preset does not use it', () => {
  expect(informationWeight(objective({ preset: 'safr' }).information, 3)).toBe(0);
});

import { expect, test } from 'vitest';
import { paperShape } from '../../../../src/core/model/paperModel.ts';
import { costWords } from '../../../../src/core/training/trainingCost.ts';

const model = { shape: { ...paperShape, maxLength: 2000 }, padding: { padding: 'none' } } as const;
const words = (
  layers: number,
  attention: number,
  interaction: number,
  of: Parameters<typeof costWords>[0]['model'] = model,
) => costWords({ flops: { layers, attention, interaction }, steps: 360, secondsPerStep: 20, model: of });

test('names the interaction loss where it takes most of a long epoch', () => {
  expect(words(1, 1, 8)).toBe(
    "an epoch of 360 steps may take 2 h: 80 % of it is for the interaction loss, which grows with the cube of a text's length; lower model.maxLength (now 2,000), or set safr.interaction to 0",
  );
});

test('names what can be changed in an encoder', () => {
  const pretrained = { positions: 512, segments: 2, activation: 'gelu', epsilon: 1e-12, head: 'tanh' } as const;
  const encoder = { ...model, shape: { ...model.shape, layers: 6, pretrained } };
  expect(words(1, 1, 8, encoder)).toMatch(/, choose fewer safr\.interactionLayers or set safr\.interaction to 0$/);
  expect(words(6, 2, 2, encoder)).toMatch(/; lower model\.maxLength \(now 2,000\) or model\.trainable$/);
});

test('names pairs of tokens, and padding where it adds to them', () => {
  const padded = { ...model, padding: { padding: 'max', maxLength: 2000 } } as const;
  expect(words(4, 6, 0, padded)).toMatch(
    /60 % of it is for pairs of tokens.*; lower model\.maxLength \(now 2,000\), set model\.padding to "none"$/,
  );
});

test('names the layers otherwise', () => {
  expect(words(6, 2, 2)).toMatch(/60 % of it is for the layers; lower .*model\.width or model\.feedForward$/);
});

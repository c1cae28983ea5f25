import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ModelShape } from '../../../../src/core/model/modelShape.ts';
import { safrProgram } from '../../../../src/core/model/safrProgram.ts';

const shape: ModelShape = {
  ...{ vocabulary: 30, classes: 3, width: 8, heads: 2, layers: 2, feedForward: 12, maskHidden: 6, maxLength: 9 },
  ...{ dropout: 0.1, pretrained: null },
};
const objective = {
  importance: 1,
  interaction: 0.5,
  importanceSite: 'embedding',
  information: true,
  gradientClip: 1,
} as const;
const hash = (...args: Parameters<typeof safrProgram>) =>
  createHash('sha256')
    .update(JSON.stringify(safrProgram(...args)))
    .digest('hex')
    .slice(0, 16);

/** A change of a program changes the numbers of experiments that people have: change a hash only where that is meant. */
test('the programs of models without a pretrained encoder stay as they are', () => {
  const bare = { ...shape, maskHidden: null };
  expect({
    predictions: hash(shape),
    attributions: hash(shape, undefined, { attribution: true }),
    plain: hash(bare, { ...objective, importance: 0, gradientClip: null }),
    safr: hash(shape, objective),
    neurons: hash(shape, { ...objective, importanceSite: 'ffn', weighted: true }),
    givenNoise: hash(shape, objective, { givenNoise: true }),
  }).toMatchInlineSnapshot(`
    {
      "attributions": "1af7a2bdae4d895d",
      "givenNoise": "c326a986d84fbede",
      "neurons": "84425111b0ba0a98",
      "plain": "c8426595e2646c40",
      "predictions": "12cc0c5ad81d9ff1",
      "safr": "888ed5caf35b4a0f",
    }
  `);
});

import { expect, test } from 'vitest';
import type { ModelShape } from '../../../../src/core/model/modelShape.ts';
import { lossNames } from '../../../../src/core/model/losses.ts';
import { safrProgram, type TrainingObjective } from '../../../../src/core/model/safrProgram.ts';
import type { Operation } from '../../../../src/engine/operations.ts';

const shape: ModelShape = {
  ...{ vocabulary: 9, classes: 2, width: 4, heads: 2, layers: 4, feedForward: 6, maskHidden: 3, maxLength: 5 },
  ...{ dropout: 0.1, pretrained: { positions: 5, segments: 2, activation: 'gelu', epsilon: 1e-12, head: 'tanh' } },
};
const objective: TrainingObjective = {
  ...{ importance: 0.6, interaction: 0.5, importanceSite: 'ffn', information: false, gradientClip: null },
  importanceLayers: [1, 2],
  interactionLayers: [3],
};
const operations = (own: ModelShape, goal: TrainingObjective, routine = 'train') =>
  safrProgram(own, goal).routines[routine]!;
const ofKind = <T extends Operation['op']>(list: readonly Operation[], op: T) =>
  list.filter((operation): operation is Extract<Operation, { op: T }> => operation.op === op);
const mean = (list: readonly Operation[], name: (typeof lossNames)[number]) =>
  ofKind(list, 'meanLoss').find(({ at }) => at === lossNames.indexOf(name));

test('L_inter is the mean over the chosen blocks, and no other block computes it', () => {
  const train = operations(shape, objective);
  const attention = ofKind(train, 'attentionBackward');
  expect(attention.map(({ interaction }) => interaction?.weight)).toEqual([0.5, undefined, undefined, undefined]);
  expect(mean(train, 'interaction')).toMatchObject({ parts: ['layers.3.loss.interaction'], of: shape.heads });
  const two = operations(shape, { ...objective, interactionLayers: [0, 2] });
  expect(ofKind(two, 'attentionBackward').map(({ interaction }) => interaction?.weight)).toEqual([
    ...[undefined, 0.25, undefined, 0.25],
  ]);
  expect(mean(two, 'interaction')).toMatchObject({ of: 2 * shape.heads });
});

test('L_inter in evaluation is that of the same blocks', () => {
  const measured = operations(shape, { ...objective, interaction: null }, 'measureLosses');
  expect(ofKind(measured, 'interactionLoss').map(({ loss }) => loss)).toEqual(['layers.3.loss.interaction']);
  expect(mean(measured, 'interaction')).toMatchObject({ parts: ['layers.3.loss.interaction'], of: shape.heads });
});

test('L_imp of neurons is the mean over the chosen blocks, of which the last one begins the gradient of the mask', () => {
  const train = operations(shape, objective);
  const losses = ofKind(train, 'importanceLoss');
  expect(losses.map(({ loss, gradient }) => [loss, gradient?.weight])).toEqual([
    ['layers.2.loss.importance', 0.3],
    ['layers.1.loss.importance', 0.3],
  ]);
  expect(ofKind(train, 'maskRowsBackward').map(({ dKeep }) => dKeep.add)).toEqual([false, true]);
  const parts = ['layers.1.loss.importance', 'layers.2.loss.importance'];
  expect(mean(train, 'importance')).toMatchObject({ parts, of: 2 });
});

test.each(['embedding', 'ffn'] as const)('L_imp has the form of the experiment at the site %s', (importanceSite) => {
  const cosines = (importanceForm?: 'projection' | 'cosine', routine = 'train') =>
    ofKind(operations(shape, { ...objective, importanceSite, importanceForm }, routine), 'importanceLoss').map(
      ({ cosine }) => cosine,
    );
  for (const form of [undefined, 'projection'] as const) expect(new Set(cosines(form))).toEqual(new Set([undefined]));
  expect(new Set(cosines('cosine'))).toEqual(new Set([true]));
  expect(cosines('cosine', 'measureLosses')).toEqual([true]);
});

test('L_sim is the mean over all blocks, and a fifth loss of its programs alone', () => {
  const losses = (own: TrainingObjective) =>
    safrProgram(shape, own).buffers.find(({ name }) => name === 'losses')!.shape;
  expect([losses(objective), losses({ ...objective, similarity: 0 })]).toEqual([[4], [4]]);
  expect(losses({ ...objective, similarity: 2 })).toEqual([5]);
  const train = operations(shape, { ...objective, similarity: 2 });
  const found = ofKind(train, 'similarityLoss');
  expect(found.map(({ loss, gradient }) => [loss, gradient?.weight])).toEqual(
    [3, 2, 1, 0].map((layer) => [`layers.${layer}.loss.similarity`, 0.5]),
  );
  expect(mean(train, 'similarity')).toMatchObject({ count: 'sentences', of: 4 });
  expect(ofKind(operations(shape, objective), 'similarityLoss')).toEqual([]);
});

test('blocks below those that are trained have their losses, but no gradient', () => {
  const bare = { ...shape, maskHidden: null };
  const train = operations(bare, { ...objective, trainable: 1, importanceLayers: [0, 3], interactionLayers: [1] });
  expect(ofKind(train, 'attentionBackward').map(({ interaction }) => interaction)).toEqual([undefined]);
  expect(ofKind(train, 'interactionLoss').map(({ loss }) => loss)).toEqual(['layers.1.loss.interaction']);
  expect(ofKind(train, 'importanceLoss').map(({ loss, gradient }) => [loss, gradient?.weight])).toEqual([
    ['layers.3.loss.importance', 0.3],
    ['layers.0.loss.importance', undefined],
  ]);
});

test('all blocks, named one by one, are the same program as "all"', () => {
  const all = [0, 1, 2, 3];
  const own = { ...shape, pretrained: null };
  const named = { ...objective, importanceLayers: all, interactionLayers: all };
  expect(safrProgram(own, named)).toEqual(
    safrProgram(own, { ...objective, importanceLayers: undefined, interactionLayers: undefined }),
  );
});

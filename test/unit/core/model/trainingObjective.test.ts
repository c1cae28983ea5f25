import { expect, test } from 'vitest';
import { experimentSchema, resolveExperiment } from '../../../../src/core/experiment/schema.ts';
import type { ModelShape } from '../../../../src/core/model/modelShape.ts';
import { safrProgram } from '../../../../src/core/model/safrProgram.ts';
import { trainingObjective } from '../../../../src/core/model/trainingObjective.ts';

const shape: ModelShape = {
  ...{ vocabulary: 9, classes: 2, width: 4, heads: 2, layers: 1, feedForward: 5 },
  ...{ maskHidden: 3, maxLength: 6, dropout: 0, pretrained: null },
};

/** The settings of the update of each parameter. */
function updates(training: object) {
  const experiment = resolveExperiment(experimentSchema.parse({ dataset: { source: 'sst2' }, training }), 'trained');
  const operations = safrProgram(shape, trainingObjective(experiment)).routines['train']!;
  const adam = operations.filter((operation) => operation.op === 'adam' || operation.op === 'adamRows');
  return new Map(
    adam.map(({ parameter, weightDecay, learningRateFactor }) => {
      return [parameter, { weightDecay, learningRateFactor }] as const;
    }),
  );
}

test('decays all weights but biases and layer norms', () => {
  const found = updates({ weightDecay: 0.01 });
  const decayed = [...found].filter(([, { weightDecay }]) => weightDecay === 0.01).map(([name]) => name);
  expect(decayed).toEqual([
    ...['embedding.weight', 'vmask.linear_layer.weight', 'vmask.hidden2p.weight', 'layers.0.attention.qkv.weight'],
    ...['layers.0.attention.out.weight', 'layers.0.ff.linear1.weight', 'layers.0.ff.linear2.weight', 'fc.weight'],
  ]);
});

test('gives mask and classifier a learning rate of their own', () => {
  const found = updates({ learningRate: 1e-4, newLearningRate: 1e-3 });
  const faster = [...found].filter(([, { learningRateFactor }]) => learningRateFactor !== undefined);
  expect(faster.map(([name]) => name.split('.')[0])).toEqual([...Array<string>(4).fill('vmask'), 'fc', 'fc']);
  for (const [, { learningRateFactor }] of faster) expect(learningRateFactor).toBeCloseTo(10);
});

test('changes no update by default', () => {
  for (const update of updates({}).values()) expect(update).toEqual({});
});

import * as z from 'zod';
import { count, explained } from './fields.ts';

export const training = z.strictObject({
  epochs: count().default(100).describe('Maximum number of epochs.'),
  batchSize: count().default(32).describe('Number of sentences per training step.'),
  learningRate: z.number().gt(0).default(1e-4).describe("Adam's learning rate."),
  patience: count()
    .default(3)
    .describe('Stop after this number of epochs without a better value of `monitor` on the dev split.'),
  monitor: z
    .enum(['accuracy', 'macroF1'])
    .default('accuracy')
    .describe('The measure on the dev split that decides on the best epoch and when to stop.')
    .meta(
      explained({
        accuracy: 'The share of correct predictions.',
        macroF1: 'The mean F1 of the classes, for classes of different sizes.',
      }),
    ),
  classWeights: z
    .union([z.literal('balanced'), z.record(z.string(), z.number().gt(0)), z.null()])
    .default(null)
    .describe(
      'Weights of the classes in the cross-entropy, for classes of different sizes: "balanced" (texts / (classes · texts of the class)), or a number for each class such as `{ "ham": 1, "spam": 4 }`; null: all texts count the same.',
    ),
  randomDeletion: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      'Share of the training texts from which, at each step, a random part of the words is deleted, so that models know the shortened texts by which SRS and ERASER are measured; 0: none.',
    ),
  gradientClip: z.number().gt(0).nullable().default(null).describe('Maximum norm of the gradient; null: no clipping.'),
  warmupSteps: z
    .union([z.int().min(0), z.number().gt(0).lt(1)])
    .default(0)
    .describe(
      'Number of steps over which the learning rate rises linearly from 0; below 1 their share of the steps of all epochs, such as 0.1.',
    ),
  decay: z
    .enum(['none', 'linear'])
    .default('none')
    .describe('What the learning rate does after warmupSteps.')
    .meta(explained({ none: 'It is constant.', linear: 'It falls linearly, to 0 after the last step of all epochs.' })),
  weightDecay: z
    .number()
    .min(0)
    .default(0)
    .describe('Decoupled weight decay (AdamW) of all parameters but biases and layer norms; 0: none.'),
  newLearningRate: z
    .number()
    .gt(0)
    .nullable()
    .default(null)
    .describe('Learning rate of the mask and the classifier; null: that of all other parameters.'),
  firingRate: z
    .number()
    .gt(0)
    .max(1)
    .nullable()
    .default(null)
    .describe(
      'Highest share of the tokens for which a neuron should fire (Group Bias Adaptation, arXiv 2506.14002): the biases of neurons that fire more often are lowered, those of neurons that never fire raised. null: biases are only trained.',
    ),
  firingRateGroups: count()
    .default(5)
    .describe(
      'Number of groups of neurons with a firing rate of their own: `firingRate`, half of it, a quarter, … Without `firingRate` it has no effect.',
    ),
  devSample: z
    .int()
    .min(0)
    .default(200)
    .describe('Number of dev sentences for SRS(0.3) and the shares of neurons after each epoch; 0: none.'),
  log: z
    .enum(['none', 'tensorboard'])
    .default('none')
    .describe('Where losses and dev measures are logged in addition to the run’s own `metrics.jsonl`.')
    .meta(
      explained({
        none: 'Nowhere else.',
        tensorboard:
          'Event files in the run’s folder `tensorboard`, for `tensorboard --logdir .safr/runs` and trackers that read them.',
      }),
    ),
});

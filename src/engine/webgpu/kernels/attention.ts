import type { Attention, AttentionWeights } from '../../operations/attention.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, type Call } from '../kernel.ts';
import { product, putQuad, quadOf, quadsOf, type Quads } from './product.ts';
import { rowDeclarations, rowGroups, rowThreads } from './rows.ts';
import { itemGroups, sentenceOfRow, sentenceTable } from './sentences.ts';
import { tiled } from './tile.ts';
import {
  constants,
  headsOf,
  itemWeights,
  outTile,
  setup,
  values,
  weightRow,
  weightsOf,
  weightsScratch,
} from './weights.ts';

export function attention(o: Attention, context: LoweringContext): Call[] {
  const heads = headsOf(o, context);
  const tile = outTile(context, heads);
  return [
    ...weightsOf(o, heads, context),
    call((shape) => outKernel(tile(shape), quadsOf(heads.headWidth)), {
      buffers: { sentences: sentenceTable, qkv: o.qkv, weights: weightsScratch, out: o.out },
      constants: { ...heads },
      groups: (shape) => itemGroups(tile(shape), heads.heads, shape, shape.longest, heads.headWidth),
    }),
  ];
}

const outKernel = tiled((tile, quads: Quads) =>
  product(tile, {
    name: 'attention, out',
    buffers: { sentences: 'read Sentence', qkv: `read ${quads}`, weights: 'read vec4f', out: `write ${quads}` },
    constants,
    declarations: `${quadOf('qkv', quads)}\n${quadOf('weights', 'vec4f')}\n${putQuad('out', quads)}`,
    setup: setup(tile, 'sentence.rows', 'constants.headWidth', 'constants.headWidth'),
    sums: [{ left: itemWeights('weights').alongRows, right: values.downColumns, end: 'sentence.keys' }],
    store: 'outPut(firstOut + row * width + column, column, columns, value);',
  }),
);

/** The attention weights, [n, n] per head; rows that are not keys have weight 0. */
export function attentionWeights(o: AttentionWeights, context: LoweringContext): Call[] {
  const heads = headsOf(o, context);
  return [
    ...weightsOf(o, heads, context),
    call(weightsKernel, {
      buffers: {
        ...{ sentences: sentenceTable, sentenceOf: sentenceOfRow, pairStarts: o.pairStarts },
        ...{ weights: weightsScratch, out: o.weights },
      },
      constants: { heads: o.heads },
      groups: (shape) => rowGroups(shape.rows * o.heads),
    }),
  ];
}

const weightsKernel = makeKernel({
  name: 'attentionWeights',
  buffers: {
    ...({ sentences: 'read Sentence', sentenceOf: 'read u32', pairStarts: 'read i32' } as const),
    ...({ weights: 'read f32', out: 'write f32' } as const),
  },
  constants: { heads: 'u32' },
  threads: rowThreads,
  declarations: rowDeclarations,
  body: `${weightRow}
  let to = u32(pairStarts[sentenceOf[token]]) * constants.heads + ((row % constants.heads) * sentence.rows + own) * sentence.rows;
  for (var column = lane; column < select(0u, sentence.rows, valid); column += LANES) {
    var weight = 0.0;
    if (column < end) { weight = weights[first + column]; }
    out[to + column] = weight;
  }`,
});

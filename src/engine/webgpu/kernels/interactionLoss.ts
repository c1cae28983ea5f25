import type { AttentionBackward, InteractionLoss } from '../../operations/attention.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, type BatchShape, type Call } from '../kernel.ts';
import { blockCount, product, putQuad, quadOf, quadsOf, type Operand, type Quads } from './product.ts';
import { elementGroups, elementPlace, elementThreads, rowDeclarations, rowGroups, rowThreads } from './rows.ts';
import { itemGroups, sentenceOfRow, sentenceTable } from './sentences.ts';
import { partsScratch } from './sums.ts';
import { chooseTile, threadsOf, tiled } from './tile.ts';
import {
  constants,
  dWeightsScratch,
  headsOf,
  itemWeights,
  outGradient,
  scratchOf,
  setup,
  values,
  weightRow,
  weightsOf,
  weightsScratch,
  type Heads,
} from './weights.ts';

export function interactionLoss(o: InteractionLoss, context: LoweringContext): Call[] {
  const heads = headsOf(o, context);
  return [...weightsOf(o, heads, context), ...interaction(o, heads, context, null)];
}

interface Gradient {
  readonly o: AttentionBackward;
  /** Weight of the interaction term. */
  readonly weight: number;
}

/**
 * The interaction loss Σ_ik A_ik·(1 − [i≠k]·(A·Aᵀ)_ik) and, with `gradient`, the gradient with respect to the attention weights A in the
 * same pass: dA = dOut·valuesᵀ − f·([i≠k]·A·Aᵀ + A·A + Aᵀ·A − 2·diag(A)·A)_ik. The Aᵀ·A and diag(A)·A terms apply to rows i < keys only.
 */
export function interaction(
  { loss, content }: { loss: string; content?: string | undefined },
  heads: Heads,
  context: LoweringContext,
  gradient: Gradient | null,
): Call[] {
  const tile = (shape: BatchShape) =>
    chooseTile(context.tiles, shape.longest, shape.longest, shape.sentences * heads.heads);
  const groups = (shape: BatchShape) => itemGroups(tile(shape), heads.heads, shape, shape.longest, shape.longest);
  const quads = quadsOf(heads.headWidth);
  const kind = gradient === null ? 'loss' : gradient.weight === 0 ? 'gradient' : 'both';
  const inContent = content !== undefined;
  return [
    ...(inContent ? [contentWeights(content, heads)] : []),
    call((shape) => interactionKernel(tile(shape), quads, kind, inContent), {
      buffers: {
        ...{ sentences: sentenceTable, parts: partsScratch },
        ...{ weights: inContent ? contentScratch : weightsScratch },
        ...(inContent && kind === 'both' && { content }),
        ...(gradient && { qkv: gradient.o.qkv, dOut: gradient.o.dOut, dWeights: dWeightsScratch }),
      },
      constants: { ...heads, weight: gradient?.weight ?? 0 },
      groups,
      scratch: { [partsScratch]: groups, ...(gradient && scratchOf(heads, dWeightsScratch)) },
    }),
    call((shape) => interactionTotals(tile(shape)), {
      buffers: { sentences: sentenceTable, parts: partsScratch, loss },
      constants: { heads: heads.heads },
      groups: (shape) => elementGroups(shape.sentences * heads.heads),
    }),
  ];
}

/** A without the rows and columns of special tokens. */
const contentScratch = '$contentWeights';

function contentWeights(content: string, heads: Heads): Call {
  return call(contentWeightsKernel, {
    buffers: {
      ...{ sentences: sentenceTable, sentenceOf: sentenceOfRow, content },
      ...{ weights: weightsScratch, out: contentScratch },
    },
    constants: { heads: heads.heads },
    groups: (shape) => rowGroups(shape.rows * heads.heads),
    scratch: scratchOf(heads, contentScratch),
  });
}

const contentWeightsKernel = makeKernel({
  name: 'interactionLoss, content',
  buffers: {
    ...({ sentences: 'read Sentence', sentenceOf: 'read u32', content: 'read f32' } as const),
    ...({ weights: 'read f32', out: 'write f32' } as const),
  },
  constants: { heads: 'u32' },
  threads: rowThreads,
  declarations: rowDeclarations,
  body: `${weightRow}
  for (var column = lane; column < padded; column += LANES) {
    var weight = 0.0;
    if (column < end) { weight = content[token] * content[sentence.start + column] * weights[first + column]; }
    out[first + column] = weight;
  }`,
});

/** WGSL: 1 for pairs of content, else 0. */
const contentPairs = `
fn contentAt(column: u32, sentence: Sentence) -> f32 {
  if (column >= sentence.keys) { return 0.0; }
  return content[sentence.start + column];
}
fn contentPairs(row: u32, column: u32, sentence: Sentence) -> vec4f {
  return content[sentence.start + row] * vec4f(contentAt(column, sentence), contentAt(column + 1u, sentence), contentAt(column + 2u, sentence), contentAt(column + 3u, sentence));
}`;

/** After the first sum: the loss of each element, and its gradient without the constant 1, which cancels in the softmax's gradient. */
const interactionTerm = (gradient: boolean, directTerm: boolean) => `
  let pair = vec4u(column) + vec4u(0u, 1u, 2u, 3u);
  let between = select(value, vec4f(), pair == vec4u(row));
  loss += dot(weightsQuad(row, column, rows, stride, firstWeight, stride), vec4f(1.0) - between);
  ${!gradient ? '' : directTerm ? 'value = factor * (contentPairs(row, column, sentence) - between);' : 'value = -factor * between;'}`;

type Kind = 'loss' | 'gradient' | 'both';

const interactionKernel = tiled((tile, quads: Quads, kind: Kind, content: boolean) => {
  const directTerm = content && kind === 'both';
  const weights = itemWeights('weights');
  const negative = ({ contiguous, quad }: Operand): Operand => ({
    contiguous,
    quad: (outer, depth) => `-factor * ${quad(outer, depth)}`,
  });
  const ofOut = { left: outGradient.alongRows, right: values.alongRows, end: 'constants.headWidth' };
  const ofTerm = [
    {
      left: negative(weights.alongRows),
      right: itemWeights('weights', 'sentence.keys').downColumns,
      end: 'sentence.keys',
    },
    { left: negative(weights.downColumns), right: weights.downColumns, end: 'sentence.rows' },
  ];
  const diagonal = `var own = vec4f();
    if (row < sentence.keys) { own = 2.0 * factor * weightsQuad(row, row & ~3u, rows, stride, firstWeight, stride)[row & 3u] * weightsQuad(row, column, rows, stride, firstWeight, stride); }`;
  return product(tile, {
    name: `attention, interaction ${kind}${content ? ' of content' : ''}`,
    buffers: {
      ...({ sentences: 'read Sentence', weights: 'read vec4f', parts: 'write f32' } as const),
      ...(kind !== 'loss' && ({ qkv: `read ${quads}`, dOut: `read ${quads}`, dWeights: 'write vec4f' } as const)),
      ...(directTerm && { content: 'read f32' }),
    },
    constants: { ...constants, weight: 'f32' },
    declarations: `var<workgroup> losses: array<f32, ${threadsOf(tile)}>;
${quadOf('weights', 'vec4f')}
${kind === 'loss' ? '' : `${quadOf('qkv', quads)}\n${quadOf('dOut', quads)}\n${putQuad('dWeights', 'vec4f')}`}
${directTerm ? contentPairs : ''}`,
    setup: `${setup(tile, 'sentence.rows', 'sentence.keys', 'run.longest')}
  let factor = constants.weight / (f32(constants.heads) * f32(run.contentPairs));
  var loss = 0.0;`,
    sums: [
      {
        left: weights.alongRows,
        right: itemWeights('weights', 'sentence.keys').alongRows,
        end: 'sentence.keys',
        after: interactionTerm(kind !== 'loss', directTerm),
      },
      ...(kind === 'loss' ? [] : [ofOut]),
      ...(kind === 'both' ? ofTerm : []),
    ],
    store:
      kind === 'loss'
        ? ''
        : `${kind === 'both' ? diagonal : 'let own = vec4f();'}
    dWeightsPut(firstWeight + row * stride + column, column, columns, value + own);`,
    finish: `
  losses[thread] = loss;
  workgroupBarrier();
  if (thread == 0u) {
    loss = 0.0;
    for (var i = 0u; i < ${threadsOf(tile)}u; i++) { loss += losses[i]; }
    parts[group] = loss;
  }`,
  });
});

/** loss[item] = sum over the blocks of the item. */
const interactionTotals = tiled((tile) =>
  makeKernel({
    name: 'interactionLoss',
    buffers: { sentences: 'read Sentence', parts: 'read f32', loss: 'write f32' },
    constants: { heads: 'u32' },
    threads: elementThreads,
    body: `${elementPlace}
  if (element >= run.sentences * constants.heads) { return; }
  let sentence = sentences[element / constants.heads];
  let blocks = ${blockCount(tile, 'sentence.rows', 'sentence.keys')};
  let first = element * ${blockCount(tile, 'run.longest', 'run.longest')};
  var sum = 0.0;
  for (var i = 0u; i < blocks; i++) { sum += parts[first + i]; }
  loss[element] = sum;`,
  }),
);

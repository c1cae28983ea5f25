import type { AttentionBackward, InteractionLoss } from '../../operations.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, type BatchShape, type Call } from '../kernel.ts';
import { blockCount, product, putQuad, quadOf, quadsOf, type Operand, type Quads } from './product.ts';
import { elementGroups, elementPlace, elementThreads } from './rows.ts';
import { itemGroups, sentenceTable } from './sentences.ts';
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
  weightsOf,
  weightsScratch,
  type Heads,
} from './weights.ts';

export function interactionLoss(o: InteractionLoss, context: LoweringContext): Call[] {
  const heads = headsOf(o, context);
  return [...weightsOf(o, heads, context), ...interaction(o.loss, heads, context, null)];
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
export function interaction(loss: string, heads: Heads, context: LoweringContext, gradient: Gradient | null): Call[] {
  const tile = (shape: BatchShape) =>
    chooseTile(context.tiles, shape.longest, shape.longest, shape.sentences * heads.heads);
  const groups = (shape: BatchShape) => itemGroups(tile(shape), heads.heads, shape, shape.longest, shape.longest);
  const quads = quadsOf(heads.headWidth);
  const kind = gradient === null ? 'loss' : gradient.weight === 0 ? 'gradient' : 'both';
  return [
    call((shape) => interactionKernel(tile(shape), quads, kind), {
      buffers: {
        ...{ sentences: sentenceTable, weights: weightsScratch, parts: partsScratch },
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

/** After the first sum: the loss of each element, and its gradient without the constant 1, which cancels in the softmax's gradient. */
const interactionTerm = (gradient: boolean) => `
  let pair = vec4u(column) + vec4u(0u, 1u, 2u, 3u);
  let between = select(value, vec4f(), pair == vec4u(row));
  loss += dot(weightsQuad(row, column, rows, stride, firstWeight, stride), vec4f(1.0) - between);
  ${gradient ? 'value = -factor * between;' : ''}`;

const interactionKernel = tiled((tile, quads: Quads, kind: 'loss' | 'gradient' | 'both') => {
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
    name: `attention, interaction ${kind}`,
    buffers: {
      ...({ sentences: 'read Sentence', weights: 'read vec4f', parts: 'write f32' } as const),
      ...(kind !== 'loss' && ({ qkv: `read ${quads}`, dOut: `read ${quads}`, dWeights: 'write vec4f' } as const)),
    },
    constants: { ...constants, weight: 'f32' },
    declarations: `var<workgroup> losses: array<f32, ${threadsOf(tile)}>;
${quadOf('weights', 'vec4f')}
${kind === 'loss' ? '' : `${quadOf('qkv', quads)}\n${quadOf('dOut', quads)}\n${putQuad('dWeights', 'vec4f')}`}`,
    setup: `${setup(tile, 'sentence.rows', 'sentence.keys', 'run.longest')}
  let factor = constants.weight / (f32(constants.heads) * f32(run.pairs));
  var loss = 0.0;`,
    sums: [
      {
        left: weights.alongRows,
        right: itemWeights('weights', 'sentence.keys').alongRows,
        end: 'sentence.keys',
        after: interactionTerm(kind !== 'loss'),
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

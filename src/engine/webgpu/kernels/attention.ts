import type { Attention, AttentionBackward, AttentionWeights, InteractionLoss } from '../../operations.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, variants, type BatchShape, type Call } from '../kernel.ts';
import { math } from './math.ts';
import { blockCount, product, putQuad, quadOf, quadsOf, type Operand, type Quads } from './product.ts';
import {
  elementGroups,
  elementPlace,
  elementThreads,
  rowDeclarations,
  rowGroups,
  rowPlace,
  rowThreads,
} from './rows.ts';
import { itemGroups, itemSetup, sentenceOfRow, sentenceTable } from './sentences.ts';
import { partsScratch } from './sums.ts';
import { chooseTile, tiled, type Tile } from './tile.ts';

// Item = sentence · heads + head. Weights of an item, [rows, keys], rows rounded up to fours of zeros, lie in scratch from
// sentence.weights · heads + head · rows · stride on.

const weightsScratch = '$weights';
const dWeightsScratch = '$dWeights';
const constants = { heads: 'u32', headWidth: 'u32' } as const;

interface Heads {
  readonly heads: number;
  readonly headWidth: number;
}

const headsOf = (o: { qkv: string; heads: number }, context: LoweringContext): Heads => ({
  heads: o.heads,
  headWidth: context.width(o.qkv) / 3 / o.heads,
});

const scratchOf = ({ heads }: Heads, ...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, (shape: BatchShape) => shape.weights * heads]));

/** WGSL: where things of an item lie. */
const itemPlaces = `
  let head = item % constants.heads;
  let width = constants.heads * constants.headWidth;
  let stride = roundUp(sentence.keys);
  let firstWeight = sentence.weights * constants.heads + head * sentence.rows * stride;
  let firstQuery = sentence.start * 3u * width + head * constants.headWidth;
  let firstOut = sentence.start * width + head * constants.headWidth;`;

const setup = (tile: Tile, rows: string, columns: string, mostColumns: string) =>
  `${itemSetup('constants.heads', blockCount(tile, 'run.longest', mostColumns), blockCount(tile, 'rows', 'columns'), rows, columns)}
  ${itemPlaces}`;

/** A matrix of the item as an operand: `quad` of its (row, column). */
const matrix = (buffer: string, rows: string, columns: string, first: string, stride: string) => {
  const quad = (row: string, column: string) =>
    `${buffer}Quad(${row}, ${column}, ${rows}, ${columns}, ${first}, ${stride})`;
  return {
    /** The sum runs along its rows: its row is the operand's outer side. */
    alongRows: { contiguous: 'depth', quad } satisfies Operand,
    /** The sum runs down its columns. */
    downColumns: { contiguous: 'outer', quad: (outer, depth) => quad(depth, outer) } satisfies Operand,
  };
};

const headRows = (part: number, rows: string) =>
  matrix('qkv', rows, 'constants.headWidth', `firstQuery + ${part}u * width`, '3u * width');
const [queries, keys, values] = [
  headRows(0, 'sentence.rows'),
  headRows(1, 'sentence.keys'),
  headRows(2, 'sentence.keys'),
];
const itemWeights = (buffer: string, rows = 'sentence.rows') => matrix(buffer, rows, 'stride', 'firstWeight', 'stride');
const outGradient = matrix('dOut', 'sentence.rows', 'constants.headWidth', 'firstOut', 'width');

/** weights = softmax(q·keysᵀ/√d + cut), two calls. */
function weightsOf(
  o: { qkv: string; cut?: Attention['cut'] },
  { heads, headWidth }: Heads,
  context: LoweringContext,
): Call[] {
  const tile = (shape: BatchShape) => chooseTile(context.tiles, shape.longest, shape.longest, shape.sentences * heads);
  const quads = quadsOf(headWidth);
  return [
    call((shape) => logitsKernel(tile(shape), quads), {
      buffers: { sentences: sentenceTable, qkv: o.qkv, weights: weightsScratch },
      constants: { heads, headWidth, scale: 1 / Math.sqrt(headWidth) },
      groups: (shape) => itemGroups(tile(shape), heads, shape, shape.longest, shape.longest),
      scratch: scratchOf({ heads, headWidth }, weightsScratch),
    }),
    call(softmaxKernel(o.cut !== undefined), {
      buffers: {
        ...{ sentences: sentenceTable, sentenceOf: sentenceOfRow, weights: weightsScratch },
        ...(o.cut && { cut: o.cut.pairs, pairStarts: o.cut.pairStarts }),
      },
      constants: { heads },
      groups: (shape) => rowGroups(shape.rows * heads),
    }),
  ];
}

const logitsKernel = tiled((tile, quads: Quads) =>
  product(tile, {
    name: 'attention, logits',
    buffers: { sentences: 'read Sentence', qkv: `read ${quads}`, weights: 'write vec4f' },
    constants: { ...constants, scale: 'f32' },
    declarations: `${quadOf('qkv', quads)}\n${putQuad('weights', 'vec4f')}`,
    setup: setup(tile, 'sentence.rows', 'sentence.keys', 'run.longest'),
    sums: [{ left: queries.alongRows, right: keys.alongRows, end: 'constants.headWidth' }],
    store: 'weightsPut(firstWeight + row * stride + column, column, columns, constants.scale * value);',
  }),
);

/** WGSL: `sentence`, `valid` and where the row of weights begins, for row numbers that count heads within a token's row. */
const weightRow = `${rowPlace}
  let valid = row < run.rows * constants.heads;
  let token = min(row / constants.heads, run.rows - 1u);
  let sentence = sentences[sentenceOf[token]];
  let stride = roundUp(sentence.keys);
  let own = token - sentence.start;
  let first = sentence.weights * constants.heads + ((row % constants.heads) * sentence.rows + own) * stride;
  let end = select(0u, sentence.keys, valid);
  let padded = select(0u, stride, valid);`;

const softmaxKernel = variants((cut: boolean) => {
  const isCut = cut ? 'cut[pairStarts[sentenceOf[token]] + i32(own * sentence.rows + column)] < 0.0' : 'false';
  return makeKernel({
    name: 'attention, softmax',
    buffers: {
      ...{ sentences: 'read Sentence', sentenceOf: 'read u32', weights: 'write f32' },
      ...(cut && ({ cut: 'read f32', pairStarts: 'read i32' } as const)),
    },
    constants: { heads: 'u32' },
    threads: rowThreads,
    declarations: `${rowDeclarations}\n${math}`,
    body: `${weightRow}
  var largest = -3.0e38;
  for (var column = lane; column < end; column += LANES) {
    if (!(${isCut})) { largest = max(largest, weights[first + column]); }
  }
  largest = rowMax(largest, thread);
  var sum = 0.0;
  for (var column = lane; column < padded; column += LANES) {
    var weight = 0.0;
    if (column < end && !(${isCut})) { weight = expOf(weights[first + column] - largest); }
    weights[first + column] = weight;
    sum += weight;
  }
  sum = rowSum(sum, thread);
  for (var column = lane; column < end; column += LANES) { weights[first + column] /= sum; }`,
  });
});

const outTile = (context: LoweringContext, { heads, headWidth }: Heads) => {
  return (shape: BatchShape) => chooseTile(context.tiles, shape.longest, headWidth, shape.sentences * heads);
};

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

/** The weights themselves, [n, n] a head; keys that do not exist have weight 0. */
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

export function interactionLoss(o: InteractionLoss, context: LoweringContext): Call[] {
  const heads = headsOf(o, context);
  return [...weightsOf(o, heads, context), ...interaction(o.loss, heads, context, null)];
}

interface Gradient {
  readonly o: AttentionBackward;
  /** Of the interaction term. */
  readonly weight: number;
}

/**
 * The interaction's sums Σ_ik A_ik·(1 − [i≠k]·(A·Aᵀ)_ik), and with `gradient` the gradient by the weights A on the way: dA = dOut·valuesᵀ −
 * f·([i≠k]·A·Aᵀ + A·A + Aᵀ·A − 2·diag(A)·A)_ik, the last part for rows i up to keys.
 */
function interaction(loss: string, heads: Heads, context: LoweringContext, gradient: Gradient | null): Call[] {
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

/** Before the first sum is given on: the loss of each element, and its gradient but for the 1, which the softmax's takes off every row. */
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
    declarations: `var<workgroup> losses: array<f32, ${(tile.rows / tile.threadRows) * (tile.columns / tile.threadColumns)}>;
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
    for (var i = 0u; i < ${(tile.rows / tile.threadRows) * (tile.columns / tile.threadColumns)}u; i++) { loss += losses[i]; }
    parts[group] = loss;
  }`,
  });
});

/** loss[item] = Σ over its blocks. */
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

export function attentionBackward(o: AttentionBackward, context: LoweringContext): Call[] {
  const heads = headsOf(o, context);
  const { weight, loss } = o.interaction;
  return [
    ...weightsOf(o, heads, context),
    ...interaction(loss, heads, context, { o, weight }),
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

/** dQueries = dA·keys, dKeys = dAᵀ·queries, dValues = Aᵀ·dOut; 0 for rows that are no keys. */
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

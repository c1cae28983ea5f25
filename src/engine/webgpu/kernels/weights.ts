import type { Attention } from '../../operations/attention.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, variants, type BatchShape, type Call } from '../kernel.ts';
import { math } from './math.ts';
import { blockCount, product, putQuad, quadOf, quadsOf, type Operand, type Quads } from './product.ts';
import { rowDeclarations, rowGroups, rowPlace, rowThreads } from './rows.ts';
import { itemGroups, itemSetup, sentenceOfRow, sentenceTable } from './sentences.ts';
import { chooseTile, tiled, type Tile } from './tile.ts';

// Item = sentence · heads + head. The weights of an item, [rows, keys], are in scratch from sentence.weights · heads + head · rows · stride
// on; each row is padded with zeros to `stride`, a multiple of four.

export const weightsScratch = '$weights';
export const dWeightsScratch = '$dWeights';
export const constants = { heads: 'u32', headWidth: 'u32' } as const;

export interface Heads {
  readonly heads: number;
  readonly headWidth: number;
}

export const headsOf = (o: { qkv: string; heads: number }, context: LoweringContext): Heads => ({
  heads: o.heads,
  headWidth: context.width(o.qkv) / 3 / o.heads,
});

export const scratchOf = ({ heads }: Heads, ...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, (shape: BatchShape) => shape.weights * heads]));

/** WGSL: the offsets of an item in the buffers. */
const itemPlaces = `
  let head = item % constants.heads;
  let width = constants.heads * constants.headWidth;
  let stride = roundUp(sentence.keys);
  let firstWeight = sentence.weights * constants.heads + head * sentence.rows * stride;
  let firstQuery = sentence.start * 3u * width + head * constants.headWidth;
  let firstOut = sentence.start * width + head * constants.headWidth;`;

export const setup = (tile: Tile, rows: string, columns: string, maxColumns: string) =>
  `${itemSetup('constants.heads', blockCount(tile, 'run.longest', maxColumns), blockCount(tile, 'rows', 'columns'), rows, columns)}
  ${itemPlaces}`;

/** A matrix of the item as an operand; `quad` takes (row, column). */
const matrix = (buffer: string, rows: string, columns: string, first: string, stride: string) => {
  const quad = (row: string, column: string) =>
    `${buffer}Quad(${row}, ${column}, ${rows}, ${columns}, ${first}, ${stride})`;
  return {
    /** Sums along the rows: the row of the matrix is the operand's outer index. */
    alongRows: { contiguous: 'depth', quad } satisfies Operand,
    /** Sums down the columns: the column of the matrix is the operand's outer index. */
    downColumns: { contiguous: 'outer', quad: (outer, depth) => quad(depth, outer) } satisfies Operand,
  };
};

const headRows = (part: number, rows: string) =>
  matrix('qkv', rows, 'constants.headWidth', `firstQuery + ${part}u * width`, '3u * width');
export const [queries, keys, values] = [
  headRows(0, 'sentence.rows'),
  headRows(1, 'sentence.keys'),
  headRows(2, 'sentence.keys'),
];
export const itemWeights = (buffer: string, rows = 'sentence.rows') =>
  matrix(buffer, rows, 'stride', 'firstWeight', 'stride');
export const outGradient = matrix('dOut', 'sentence.rows', 'constants.headWidth', 'firstOut', 'width');

/** weights = softmax(q·keysᵀ/√d + cut), in two calls. */
export function weightsOf(
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

/** WGSL: `sentence`, `valid` and the offset `first` of the row of weights, for row = token · heads + head. */
export const weightRow = `${rowPlace}
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

export const outTile = (context: LoweringContext, { heads, headWidth }: Heads) => {
  return (shape: BatchShape) => chooseTile(context.tiles, shape.longest, headWidth, shape.sentences * heads);
};

import type { ImportanceLoss } from '../../operations/importance.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, type BatchShape, type Call, type KernelSource } from '../kernel.ts';
import { blockCount, product, putQuad, quadOf, quadsOf, type Quads } from './product.ts';
import { rowDeclarations, rowGroups, rowPlace, rowThreads } from './rows.ts';
import { itemGroups, itemSetup, sentenceOfRow, sentenceTable } from './sentences.ts';
import { chooseTile, tiled } from './tile.ts';

const gramScratch = '$gram';
const factorsScratch = '$factors';

/**
 * Interference between the rows of each sentence, see ImportanceLoss. With g = x·xᵀ, a_i = 1/(ε+‖x_i‖), c_ij = a_i·g_ij (j≠i) and
 * t_i = ‖c_i‖: loss_i = scale·t_i. Its gradient is P·x with P_ij = (f_i + f_j)·g_ij, f_i = w·a_i²/t_i, and P_ii = −a_i·w·t_i/‖x_i‖,
 * where w is the weight of a row. With `cosine` c_ij = a_i·a_j·g_ij, P_ij = a_i·a_j·c_ij·(f_i + f_j) with f_i = w/t_i, and
 * P_ii = −a_i·Σ_{j≠i} c_ij²·(f_i + f_j)/‖x_i‖.
 */
export function importanceLoss(o: ImportanceLoss, context: LoweringContext): Call[] {
  const width = context.width(o.x);
  const quads = quadsOf(width);
  const gramTile = (shape: BatchShape) => chooseTile(context.tiles, shape.longest, shape.longest, shape.sentences);
  const tile = (shape: BatchShape) => chooseTile(context.tiles, shape.longest, width, shape.sentences);
  const tables = { sentences: sentenceTable, gram: gramScratch };
  const calls = [
    call((shape) => gramKernel(gramTile(shape), quads), {
      buffers: { ...tables, x: o.x },
      constants: { width },
      groups: (shape) => itemGroups(gramTile(shape), 1, shape, shape.longest, shape.longest),
      scratch: { [gramScratch]: (shape) => shape.gram },
    }),
    call(o.cosine ? cosineLossKernel : lossKernel, {
      buffers: { ...tables, sentenceOf: sentenceOfRow, loss: o.loss, factors: factorsScratch },
      constants: { scale: o.scale, weight: o.gradient?.weight ?? 0 },
      groups: (shape) => rowGroups(shape.rows),
      scratch: { [factorsScratch]: (shape) => 3 * shape.rows },
    }),
  ];
  if (!o.gradient) return calls;
  const { buffer, add } = o.gradient.dX;
  if (o.cosine) {
    calls.push(
      call(cosineDiagonalKernel, {
        buffers: { ...tables, sentenceOf: sentenceOfRow, factors: factorsScratch },
        groups: (shape) => rowGroups(shape.rows),
      }),
    );
  }
  const gradient = call((shape) => gradientKernel(tile(shape), quads, add), {
    buffers: { ...tables, x: o.x, factors: factorsScratch, dX: buffer },
    constants: { width },
    groups: (shape) => itemGroups(tile(shape), 1, shape, shape.longest, width),
  });
  return [...calls, gradient];
}

const gramKernel = tiled((tile, quads: Quads) => {
  const rowsOfX = (row: string, step: string) =>
    `xQuad(${row}, ${step}, rows, constants.width, sentence.start * constants.width, constants.width)`;
  return product(tile, {
    name: 'importanceLoss, gram',
    buffers: { sentences: 'read Sentence', gram: 'write vec4f', x: `read ${quads}` },
    constants: { width: 'u32' },
    declarations: `${quadOf('x', quads)}\n${putQuad('gram', 'vec4f')}`,
    setup: itemSetup(
      '1u',
      blockCount(tile, 'run.longest', 'run.longest'),
      blockCount(tile, 'rows', 'columns'),
      'sentence.rows',
      'sentence.rows',
    ),
    sums: [
      {
        left: { contiguous: 'depth', quad: rowsOfX },
        right: { contiguous: 'depth', quad: rowsOfX },
        end: 'constants.width',
      },
    ],
    store: 'gramPut(sentence.gram + row * roundUp(rows) + column, column, columns, value);',
  });
});

/** WGSL: the row, its sentence and where its row of the gram matrix begins; `count` is 0 for threads without a row. */
const gramPlace = `${rowPlace}
  let valid = row < run.rows;
  let token = min(row, run.rows - 1u);
  let sentence = sentences[sentenceOf[token]];
  let own = token - sentence.start;
  let first = sentence.gram + own * roundUp(sentence.rows);
  let count = select(0u, sentence.rows, valid);`;

/** A kernel with a few lanes per row of the gram matrices. */
const gramRowKernel = ({ buffers, body, ...source }: Pick<KernelSource, 'name' | 'buffers' | 'constants' | 'body'>) =>
  makeKernel({
    ...source,
    buffers: { sentences: 'read Sentence', sentenceOf: 'read u32', ...buffers },
    threads: rowThreads,
    declarations: rowDeclarations,
    body: gramPlace + body,
  });

/** Also computes, for the gradient, f_i, P_ii and 1, which products are multiplied by; the first two are 0 for a row without interference and for a row with norm 0. */
const lossKernel = gramRowKernel({
  name: 'importanceLoss',
  buffers: { gram: 'read f32', loss: 'write f32', factors: 'write f32' },
  constants: { scale: 'f32', weight: 'f32' },
  body: `
  var squares = 0.0;
  for (var column = lane; column < count; column += LANES) {
    if (column != own) { squares += gram[first + column] * gram[first + column]; }
  }
  squares = rowSum(squares, thread);
  if (!valid || lane != 0u) { return; }
  let norm = sqrt(gram[first + own]);
  let a = 1.0 / (1.0e-5 + norm);
  let t = a * sqrt(squares);
  let w = constants.weight * constants.scale / f32(run.contentRows);
  loss[token] = constants.scale * t;
  factors[3u * token] = 0.0;
  factors[3u * token + 1u] = 0.0;
  factors[3u * token + 2u] = 1.0;
  if (t > 0.0) { factors[3u * token] = w * a * a / t; }
  if (norm > 0.0) { factors[3u * token + 1u] = -a * w * t / norm; }`,
});

/** The same for cosines: `gram` becomes c but on the diagonal, products are multiplied by a_i; P_ii is computed by `cosineDiagonalKernel`. */
const cosineLossKernel = gramRowKernel({
  name: 'importanceLoss, cosine',
  buffers: { gram: 'write f32', loss: 'write f32', factors: 'write f32' },
  constants: { scale: 'f32', weight: 'f32' },
  body: `
  let a = 1.0 / (1.0e-5 + sqrt(gram[first + own]));
  var squares = 0.0;
  for (var column = lane; column < count; column += LANES) {
    if (column == own) { continue; }
    let norm = sqrt(gram[sentence.gram + column * roundUp(sentence.rows) + column]);
    let cosine = a / (1.0e-5 + norm) * gram[first + column];
    gram[first + column] = cosine;
    squares += cosine * cosine;
  }
  squares = rowSum(squares, thread);
  if (!valid || lane != 0u) { return; }
  let t = sqrt(squares);
  loss[token] = constants.scale * t;
  factors[3u * token] = 0.0;
  factors[3u * token + 2u] = a;
  if (t > 0.0) { factors[3u * token] = constants.weight * constants.scale / f32(run.contentRows) / t; }`,
});

const cosineDiagonalKernel = gramRowKernel({
  name: 'importanceLoss, diagonal',
  buffers: { gram: 'read f32', factors: 'write f32' },
  body: `
  var along = 0.0;
  for (var column = lane; column < count; column += LANES) {
    let cosine = select(gram[first + column], 0.0, column == own);
    along += cosine * cosine * (factors[3u * token] + factors[3u * (sentence.start + column)]);
  }
  along = rowSum(along, thread);
  if (!valid || lane != 0u) { return; }
  let norm = sqrt(gram[first + own]);
  factors[3u * token + 1u] = 0.0;
  if (norm > 0.0) { factors[3u * token + 1u] = -factors[3u * token + 2u] * along / norm; }`,
});

/** dX = P·x, or dX += P·x. */
const gradientKernel = tiled((tile, quads: Quads, add: boolean) =>
  product(tile, {
    name: 'importanceLoss, dX',
    buffers: {
      ...({ sentences: 'read Sentence', gram: 'read vec4f', factors: 'read f32' } as const),
      ...({ x: `read ${quads}`, dX: `write ${quads}` } as const),
    },
    constants: { width: 'u32' },
    declarations: `${quadOf('gram', 'vec4f')}\n${quadOf('x', quads)}\n${quadOf('dX', quads)}\n${putQuad('dX', quads)}
fn factor(start: u32, row: u32, column: u32, rows: u32) -> f32 {
  if (column >= rows) { return 0.0; }
  let a = 3u * (start + row);
  let b = 3u * (start + column);
  return (factors[a] + factors[b]) * factors[a + 2u] * factors[b + 2u];
}
fn pQuad(row: u32, column: u32, sentence: Sentence) -> vec4f {
  let rows = sentence.rows;
  if (row >= rows) { return vec4f(); }
  let start = sentence.start;
  let both = vec4f(factor(start, row, column, rows), factor(start, row, column + 1u, rows), factor(start, row, column + 2u, rows), factor(start, row, column + 3u, rows));
  let quad = both * gramQuad(row, column, rows, roundUp(rows), sentence.gram, roundUp(rows));
  let own = vec4u(column) + vec4u(0u, 1u, 2u, 3u) == vec4u(row);
  return select(quad, vec4f(factors[3u * (start + row) + 1u]), own);
}`,
    setup: itemSetup(
      '1u',
      blockCount(tile, 'run.longest', 'constants.width'),
      blockCount(tile, 'rows', 'columns'),
      'sentence.rows',
      'constants.width',
    ),
    sums: [
      {
        left: { contiguous: 'depth', quad: (row, step) => `pQuad(${row}, ${step}, sentence)` },
        right: {
          contiguous: 'outer',
          quad: (column, step) => `xQuad(${step}, ${column}, rows, columns, sentence.start * columns, columns)`,
        },
        end: 'rows',
      },
    ],
    store: `let to = sentence.start * columns + row * columns + column;
    dXPut(to, column, columns, value${add ? ' + dXQuad(row, column, rows, columns, sentence.start * columns, columns)' : ''});`,
  }),
);

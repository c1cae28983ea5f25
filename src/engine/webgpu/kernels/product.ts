import { makeKernel, type BufferUse, type Kernel } from '../kernel.ts';
import { threadsOf, type Tile } from './tile.ts';

/**
 * An operand of a product that sums over `depth`. `outer` is the row of the left operand or the column of the right one. `quad` is a WGSL
 * expression: a vec4f of four elements that are adjacent in memory (along `contiguous`), 0 outside the operand.
 */
export interface Operand {
  readonly contiguous: 'depth' | 'outer';
  readonly quad: (outer: string, depth: string) => string;
}

interface Sum {
  readonly left: Operand;
  readonly right: Operand;
  /** First step of the sum (0 by default) and the step after the last, as WGSL expressions. */
  readonly begin?: string;
  readonly end: string;
  /** WGSL statements on the four elements \`value\` at (\`row\`, \`column\`), executed after this sum and before the next. */
  readonly after?: string;
}

interface ProductSource {
  readonly name: string;
  readonly buffers: Readonly<Record<string, BufferUse>>;
  readonly constants?: Readonly<Record<string, 'u32' | 'f32'>>;
  readonly declarations?: string;
  /** WGSL statements that derive `rows`, `columns` and `block`, the index of the block (all u32), from `group`; may return, uniformly. */
  readonly setup: string;
  /** Added to the same accumulators, in this order. */
  readonly sums: readonly Sum[];
  /** WGSL statements that store the four elements \`value\` at (\`row\`, \`column\`): the first is in range, the others may not be. */
  readonly store: string;
  /** WGSL statements after everything else. */
  readonly finish?: string;
}

/** WGSL: the number of blocks of a product. */
export const blockCount = (tile: Tile, rows: string, columns: string) =>
  `(((${rows}) + ${tile.rows - 1}u) / ${tile.rows}u) * (((${columns}) + ${tile.columns - 1}u) / ${tile.columns}u)`;

export const blocksOf = (tile: Tile, rows: number, columns: number) =>
  Math.ceil(rows / tile.rows) * Math.ceil(columns / tile.columns);

/**
 * A blocked matrix product. Each workgroup copies the parts of both operands that its block needs into workgroup memory, a few steps of the
 * sum at a time; its threads multiply quads from there into registers, while the next part is loaded from global memory.
 */
export function product(tile: Tile, source: ProductSource): Kernel {
  const text = new TileText(tile);
  return makeKernel({
    name: source.name,
    buffers: source.buffers,
    ...(source.constants && { constants: source.constants }),
    threads: threadsOf(tile),
    declarations: `${text.memory()}\n${source.declarations ?? ''}`,
    body: `
  ${source.setup}
  let blockColumns = (columns + ${tile.columns - 1}u) / ${tile.columns}u;
  let firstRow = (block / blockColumns) * ${tile.rows}u;
  let firstColumn = (block % blockColumns) * ${tile.columns}u;
  let threadRow = 4u * (thread / ${text.acrossColumns}u);
  let threadColumn = 4u * (thread % ${text.acrossColumns}u);
  ${text.accumulators()}
  ${source.sums.map((sum) => text.sum(sum)).join('\n')}
  ${text.eachQuad(`if (row < rows && column < columns) { ${source.store} }`)}
  ${source.finish ?? ''}`,
  });
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const parts = ['x', 'y', 'z', 'w'] as const;

/**
 * The unrolled code of one tile. The rows and columns of a thread are groups of four, one stride apart, so that adjacent threads read
 * adjacent elements.
 */
class TileText {
  readonly acrossColumns: number;
  readonly acrossRows: number;
  private readonly threads: number;
  /** Groups of four per step of the sum, plus one as padding against bank conflicts. */
  private readonly strideLeft: number;
  private readonly strideRight: number;
  /** Number of blocks of 4 × 4 elements that the threads load. */
  private readonly leftBlocks: number;
  private readonly blocks: number;
  private readonly tile: Tile;

  constructor(tile: Tile) {
    this.tile = tile;
    this.threads = threadsOf(tile);
    this.acrossColumns = tile.columns / tile.threadColumns;
    this.acrossRows = tile.rows / tile.threadRows;
    this.strideLeft = tile.rows / 4 + 1;
    this.strideRight = tile.columns / 4 + 1;
    this.leftBlocks = (tile.rows / 4) * (tile.depth / 4);
    this.blocks = this.leftBlocks + (tile.columns / 4) * (tile.depth / 4);
  }

  memory(): string {
    const { depth } = this.tile;
    return `var<workgroup> left: array<vec4f, ${depth * this.strideLeft}>;
var<workgroup> right: array<vec4f, ${depth * this.strideRight}>;`;
  }

  accumulators(): string {
    return this.cells(({ name }) => `var ${name} = vec4f();`);
  }

  sum({ left, right, begin = '0u', end, after }: Sum): string {
    const { depth } = this.tile;
    const passes = range(Math.ceil(this.blocks / this.threads));
    return `{
  ${passes.flatMap((p) => range(4).map((i) => `var fetched${p}_${i} = vec4f();`)).join(' ')}
  let end = ${end};
  var at = ${begin};
  var fetched = false;
  loop {
    if (fetched) {
      workgroupBarrier();
      ${passes.map((p) => this.keep(p, left, right)).join('\n')}
      workgroupBarrier();
    }
    if (at < end) {
      ${passes.map((p) => this.fetch(p, left, right)).join('\n')}
    }
    if (fetched) {
      for (var k = 0u; k < ${depth}u; k++) { ${this.multiply()} }
    }
    if (at >= end) { break; }
    fetched = true;
    at += ${depth}u;
  }
  ${after === undefined ? '' : this.eachQuad(`if (row < rows && column < columns) { ${after} }`)}
}`;
  }

  /** `statements` for each quad of the thread, with `row`, `column` and \`value\`, a reference to the quad. */
  eachQuad(statements: string): string {
    return this.cells(({ name, row, column }) => {
      return `{ let row = ${row}; let column = ${column}; ${statements.replaceAll(/\bvalue\b/g, name)} }`;
    });
  }

  private cells(text: (cell: { name: string; row: string; column: string }) => string): string {
    const { threadRows, threadColumns } = this.tile;
    const cells = range(threadRows).flatMap((i) =>
      range(threadColumns / 4).map((j) => ({
        name: `sum${i}_${j}`,
        row: `firstRow + threadRow + ${(i >> 2) * 4 * this.acrossRows + (i & 3)}u`,
        column: `firstColumn + threadColumn + ${j * 4 * this.acrossColumns}u`,
      })),
    );
    return cells.map(text).join('\n  ');
  }

  private multiply(): string {
    const { threadRows, threadColumns } = this.tile;
    const lefts = range(threadRows / 4).map(
      (i) => `let l${i} = left[k * ${this.strideLeft}u + threadRow / 4u + ${i * this.acrossRows}u];`,
    );
    const rights = range(threadColumns / 4).map(
      (j) => `let r${j} = right[k * ${this.strideRight}u + threadColumn / 4u + ${j * this.acrossColumns}u];`,
    );
    const products = range(threadRows).flatMap((i) =>
      range(threadColumns / 4).map((j) => `sum${i}_${j} += l${i >> 2}.${parts[i & 3]} * r${j};`),
    );
    return [...lefts, ...rights, ...products].join('\n      ');
  }

  /** Loads this thread's 4 × 4 block of the part that begins at `at`. */
  private fetch(pass: number, left: Operand, right: Operand): string {
    return this.byOperand(pass, left, right, (operand, number, outers, first) => {
      const { outer, depth } = this.place(operand, number, outers);
      return range(4)
        .map((i) => {
          const [o, d] = operand.contiguous === 'depth' ? [`outer + ${i}u`, 'step'] : ['outer', `step + ${i}u`];
          const inside = `at + ${operand.contiguous === 'depth' ? 'step' : d} < end`;
          return `if (${inside}) { fetched${pass}_${i} = ${operand.quad(o, `at + ${d}`)}; } else { fetched${pass}_${i} = vec4f(); }`;
        })
        .reduce((all, line) => `${all}\n      ${line}`, `let outer = ${first} + ${outer}; let step = ${depth};`);
    });
  }

  /** Stores it in workgroup memory as [step of the sum, outer]. */
  private keep(pass: number, left: Operand, right: Operand): string {
    return this.byOperand(pass, left, right, (operand, number, outers, _, memory, stride) => {
      const { outer, depth } = this.place(operand, number, outers);
      const lines = range(4).map((i) => {
        const value =
          operand.contiguous === 'outer'
            ? `fetched${pass}_${i}`
            : `vec4f(${range(4)
                .map((j) => `fetched${pass}_${j}.${parts[i]}`)
                .join()})`;
        return `${memory}[(step + ${i}u) * ${stride}u + outer / 4u] = ${value};`;
      });
      return `let outer = ${outer}; let step = ${depth}; ${lines.join(' ')}`;
    });
  }

  private byOperand(
    pass: number,
    left: Operand,
    right: Operand,
    text: (operand: Operand, number: string, outers: number, first: string, memory: string, stride: number) => string,
  ): string {
    const number = `(thread + ${pass * this.threads}u)`;
    const { rows, columns } = this.tile;
    return `if (${number} < ${this.leftBlocks}u) {
      ${text(left, number, rows, 'firstRow', 'left', this.strideLeft)}
    } else if (${number} < ${this.blocks}u) {
      ${text(right, `(${number} - ${this.leftBlocks}u)`, columns, 'firstColumn', 'right', this.strideRight)}
    }`;
  }

  /** Adjacent threads load along the contiguous side. */
  private place({ contiguous }: Operand, number: string, outers: number): { outer: string; depth: string } {
    const across = contiguous === 'depth' ? this.tile.depth / 4 : outers / 4;
    const [fast, slow] = [`4u * (${number} % ${across}u)`, `4u * (${number} / ${across}u)`];
    return contiguous === 'depth' ? { outer: slow, depth: fast } : { outer: fast, depth: slow };
  }
}

/** Whether quads of a matrix can be loaded as one vec4f. */
export type Quads = 'vec4f' | 'f32';

/** WGSL: four elements of buffer `name`'s row-major matrix [rows, columns] that begins at `first`, rows `stride` apart; 0 outside. */
export function quadOf(name: string, quads: Quads): string {
  const inside =
    quads === 'vec4f'
      ? `return ${name}[at / 4u];`
      : `var quad = vec4f(${name}[at], 0.0, 0.0, 0.0);
  if (column + 1u < columns) { quad.y = ${name}[at + 1u]; }
  if (column + 2u < columns) { quad.z = ${name}[at + 2u]; }
  if (column + 3u < columns) { quad.w = ${name}[at + 3u]; }
  return quad;`;
  return `fn ${name}Quad(row: u32, column: u32, rows: u32, columns: u32, first: u32, stride: u32) -> vec4f {
  if (row >= rows || column >= columns) { return vec4f(); }
  let at = first + row * stride + column;
  ${inside}
}`;
}

/** WGSL: stores four elements from `at` on, except for those at or beyond `columns`. */
export function putQuad(name: string, quads: Quads): string {
  const body =
    quads === 'vec4f'
      ? `${name}[at / 4u] = value;`
      : `${name}[at] = value.x;
  if (column + 1u < columns) { ${name}[at + 1u] = value.y; }
  if (column + 2u < columns) { ${name}[at + 2u] = value.z; }
  if (column + 3u < columns) { ${name}[at + 3u] = value.w; }`;
  return `fn ${name}Put(at: u32, column: u32, columns: u32, value: vec4f) {
  ${body}
}`;
}

export const quadsOf = (...dimensions: readonly number[]): Quads =>
  dimensions.every((d) => d % 4 === 0) ? 'vec4f' : 'f32';

import { extent, type BufferSpec, type Program } from '../program.ts';
import type { BatchShape } from './kernel.ts';
import type { Tiles } from './kernels/tile.ts';

/** What lowering an operation needs from its program and from the adapter. */
export class LoweringContext {
  private readonly specs: ReadonlyMap<string, BufferSpec>;
  readonly tiles: Tiles;

  constructor(program: Program, tiles: Tiles) {
    this.tiles = tiles;
    this.specs = new Map(program.buffers.map((spec) => [spec.name, spec]));
  }

  /** Fixed dimension `axis`. */
  dim(name: string, axis: number): number {
    const dim = this.spec(name).shape[axis];
    if (typeof dim !== 'number') throw new Error(`dimension ${axis} of buffer "${name}" is not fixed`);
    return dim;
  }

  width(name: string): number {
    return this.dim(name, 1);
  }

  /** Rows of a buffer in a batch, a WGSL expression for them, and elements per row. */
  rowsOf(name: string): { rows: (shape: BatchShape) => number; wgsl: string; width: number } {
    const [first = 1, ...rest] = this.spec(name).shape;
    const width = rest.reduce<number>((product, dim) => product * (dim as number), 1);
    if (typeof first === 'string' && first.endsWith('+1')) throw new Error(`buffer "${name}" holds bounds`);
    const wgsl = typeof first === 'number' ? `${first}u` : `run.${first}`;
    return { rows: (shape) => extent(first, shape), wgsl, width };
  }

  private spec(name: string): BufferSpec {
    const spec = this.specs.get(name);
    if (!spec) throw new Error(`the program has no buffer "${name}"`);
    return spec;
  }
}

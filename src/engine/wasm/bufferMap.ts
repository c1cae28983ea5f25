import type { BufferSpec, Program } from '../program.ts';
import type { Argument } from './command.ts';
import type { Layout } from './layout.ts';

/** Addresses and fixed dimensions of a program's buffers. */
export class BufferMap {
  private readonly specs: ReadonlyMap<string, BufferSpec>;
  private readonly layout: Layout;

  constructor(program: Program, layout: Layout) {
    this.specs = new Map(program.buffers.map((spec) => [spec.name, spec]));
    this.layout = layout;
  }

  /** Address of the memory that all threads share for partial sums. */
  get partial(): number {
    return this.layout.partial;
  }

  /** Byte address; 0 for a buffer that is left out. */
  address(name: string | undefined): number {
    if (name === undefined) return 0;
    const address = this.layout.buffers.get(name);
    if (address === undefined) throw new Error(`the program has no buffer "${name}"`);
    return address;
  }

  /** Byte addresses of the buffers that these fields of an operation name, by field. */
  addresses<Field extends string>(
    operation: { readonly [F in Field]?: string },
    ...fields: readonly Field[]
  ): Record<Field, number> {
    const entries = fields.map((field) => [field, this.address(operation[field])]);
    return Object.fromEntries(entries) as Record<Field, number>;
  }

  /** Fixed dimension `axis`. */
  dimension(name: string, axis: number): number {
    const dim = this.specs.get(name)?.shape[axis];
    if (typeof dim !== 'number') throw new Error(`dimension ${axis} of buffer "${name}" is not fixed`);
    return dim;
  }

  /** Elements per row of a matrix. */
  width(name: string): number {
    return this.dimension(name, 1);
  }

  /** First dimension, a number or a size of the batch, and elements per row. */
  extent(name: string): { rows: Argument; width: number } {
    const [first, ...rest] = this.specs.get(name)!.shape;
    const width = rest.reduce<number>((product, dim) => product * (dim as number), 1);
    return { rows: first as Argument, width };
  }
}

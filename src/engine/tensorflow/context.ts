import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Operation, OperationName } from '../operations.ts';
import type { placeOf, Scalars, Sizes } from '../program.ts';

/** What an operation sees of the executor. Tensors stay the executor's: nobody else disposes of them. */
export interface Context {
  readonly sizes: Sizes;
  /** Where the batch lies in a larger one. */
  readonly place: ReturnType<typeof placeOf>;
  /** Throws where the run was given none. */
  readonly scalars: Scalars;
  /** In this batch. */
  shape(name: string): number[];
  tensor(name: string): Tensor;
  vector(name: string): Tensor1D;
  matrix(name: string): Tensor2D;
  /** The values of an i32 buffer. */
  integers(name: string): Int32Array;
  /** Whether the buffer has been written in this run or keeps its value from an earlier one. */
  has(name: string): boolean;
}

/** New values by buffer name; the executor gives them the buffer's shape. */
export type Outputs = Record<string, Tensor>;

export type OperationOf<N extends OperationName> = Extract<Operation, { op: N }>;

/** An operation as a function: called within tf.tidy, it may leave any number of tensors behind. */
export type Operator<O extends Operation> = (operation: O, context: Context) => Outputs;

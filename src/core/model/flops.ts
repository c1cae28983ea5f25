import type { Operation } from '../../engine/operations.ts';
import { extent, type Batch, type Program } from '../../engine/program.ts';

/** Floating-point operations of a routine's matrix products on a batch, as they are executed; a multiplication with its addition counts 2. */
export function flopsOf(program: Program, routine: string, batch: Batch): number {
  return program.routines[routine]!.reduce((total, operation) => total + operationFlops(program, operation, batch), 0);
}

export function operationFlops(program: Program, operation: Operation, batch: Batch): number {
  const shape = (name: string) =>
    program.buffers.find((buffer) => buffer.name === name)!.shape.map((dim) => extent(dim, batch.sizes));
  const product = (name: string) => shape(name).reduce((all, dim) => all * dim, 1);
  switch (operation.op) {
    case 'linear':
      return 2 * batch.sizes[operation.rows] * product(operation.weight);
    case 'linearBackward':
      return (
        2 *
        (Number(!!operation.dX) + Number(!!operation.dWeight)) *
        batch.sizes[operation.rows] *
        product(operation.weight)
      );
    case 'importanceLoss':
      return (operation.gradient ? 4 : 2) * batch.sizes.pairs * shape(operation.x)[1]!;
    case 'attention':
      return 4 * rowsTimesKeys(batch) * shape(operation.out)[1]!;
    case 'attentionBackward': {
      const ofPair = 10 * rowsTimesKeys(batch) * shape(operation.dOut)[1]!;
      if (operation.interaction === undefined) return ofPair;
      return ofPair + (operation.interaction.weight === 0 ? 2 : 6) * rowsTimesKeys(batch, 2) * operation.heads;
    }
    case 'interactionLoss':
      return 2 * rowsTimesKeys(batch, 2) * operation.heads;
    default:
      return 0;
  }
}

/** Σ rows · keysᵖ over sentences. */
function rowsTimesKeys({ inputs, sizes }: Batch, power = 1): number {
  const starts = inputs['starts']!;
  const keys = inputs['keys']!;
  let total = 0;
  for (let b = 0; b < sizes.sentences; b++) total += (starts[b + 1]! - starts[b]!) * keys[b]! ** power;
  return total;
}

import type { BufferMap } from '../bufferMap.ts';
import type { Command } from '../command.ts';

/** The kernel calls of one kind of operation. */
export type Lowering<Operation> = (operation: Operation, b: BufferMap) => Command | Command[];

/** A thread's own memory, as arguments of a kernel: `scratch` of a product, `space` of a sentence. */
export const scratch = { scratch: 'scratch' } as const;
export const ownMemory = { scratch: 'scratch', space: 'space' } as const;

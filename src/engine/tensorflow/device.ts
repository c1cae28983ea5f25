import { totalmem } from 'node:os';
import type { Availability, Device, Executor } from '../device.ts';
import { elementCount, noSizes, type Program } from '../program.ts';
import { UserError } from '../../common/userError.ts';
import { chooseBackend } from './backend.ts';
import { TensorflowExecutor } from './executor.ts';

/** Always available; its description says how fast it is and why. */
export async function availability(): Promise<Availability> {
  return { available: true, description: (await chooseBackend()).description };
}

/** Every operation in a few TensorFlow.js operations: readable, and the oracle of the other devices' tests. */
export async function openTensorflowDevice(): Promise<Device> {
  const { description } = await chooseBackend();
  const executors: Executor[] = [];
  return {
    name: 'tensorflow',
    description,
    memory: { total: totalmem(), buffer: Infinity, workspace: () => 0 },
    async load(program) {
      const executor = loadProgram(program);
      executors.push(executor);
      return executor;
    },
    async close() {
      for (const executor of executors) await executor.close();
    },
  };
}

function loadProgram(program: Program): Executor {
  try {
    return new TensorflowExecutor(program);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(
      `The model's parameters and their moments, ${lastingMegabytes(program)} MiB, do not fit into memory`,
      'Make the model or its vocabulary smaller, or free memory.',
    );
  }
}

/** Of parameters and state, in float32. */
function lastingMegabytes({ buffers }: Program): number {
  const lasting = buffers.filter(({ role }) => role === 'parameter' || role === 'state');
  const elements = lasting.reduce((sum, spec) => sum + elementCount(spec, noSizes), 0);
  return Math.ceil((elements * 4) / 2 ** 20);
}

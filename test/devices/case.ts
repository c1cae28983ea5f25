import type { Device, DeviceName } from '../../src/engine/device.ts';
import type { Operation, OperationName } from '../../src/engine/operations.ts';
import type { Batch, Dim, Program, Scalars } from '../../src/engine/program.ts';
import { batchBuffers } from './batches.ts';
import { drawValues, isFixed, specOf, type Given } from './buffers.ts';

/** Operations with all their inputs, which can be run on any device. */
export interface Task {
  readonly operations: readonly Operation[];
  readonly batch: Batch;
  /** Input buffers; their values are a random function of their names. */
  readonly given: Readonly<Record<string, Given>>;
  /** Buffers that the operations write. */
  readonly results: Readonly<Record<string, readonly Dim[]>>;
  readonly scalars?: Partial<Scalars>;
}

interface Situation extends Omit<Task, 'operations'> {
  /** What is special in this situation. */
  readonly name: string;
  /** Input buffers that the operation modifies; they are compared in addition to the results. */
  readonly changed?: readonly string[];
  /** Largest allowed ‖a−b‖/‖b‖ of a buffer compared with the oracle. */
  readonly tolerance: number;
  readonly because: string;
  /** Devices that skip the case, with the reason. */
  readonly exclude?: Partial<Record<DeviceName, string>>;
}

/** One operation in one situation. */
export type Case<N extends OperationName = OperationName> = Situation & {
  readonly operation: Extract<Operation, { op: N }>;
};

export type Values = Record<string, Float32Array>;

export const defaultScalars: Scalars = { seed: 12345, step: 3, learningRate: 0.01, informationWeight: 0.7 };

/** Runs a case and returns all buffers to compare. */
export async function runCase(device: Device, test: Case): Promise<Values> {
  const [values] = await repeatCase(device, test, 1);
  return values!;
}

/** Runs a case repeatedly from the same state on one executor; returns the buffers to compare after each run. */
export async function repeatCase(device: Device, test: Case, times: number): Promise<Values[]> {
  const names = [...Object.keys(test.results), ...(test.changed ?? [])];
  return repeatTask(device, { ...test, operations: [test.operation] }, names, drawGiven(test), times);
}

/** The values of a task's input buffers. */
export function drawGiven({ given, batch }: Pick<Task, 'given' | 'batch'>): Values {
  const drawn = Object.entries(given).map(([name, buffer]) => [name, drawValues(buffer, name, batch.sizes)]);
  return Object.fromEntries(drawn) as Values;
}

/** Runs a task with these input values and reads the named buffers. */
export async function runTask(device: Device, task: Task, names: readonly string[], values: Values): Promise<Values> {
  const [read] = await repeatTask(device, task, names, values, 1);
  return read!;
}

async function repeatTask(device: Device, task: Task, names: readonly string[], values: Values, times: number) {
  const executor = await device.load(programOf(task));
  const fixed = Object.keys(task.given).filter((name) => isFixed(task.given[name]!));
  const moving = Object.entries(values).filter(([name]) => !fixed.includes(name));
  const batch = { ...task.batch, inputs: { ...task.batch.inputs, ...Object.fromEntries(moving) } };
  const reads: Values[] = [];
  for (let time = 0; time < times; time++) {
    for (const name of fixed) await executor.write(name, values[name]!);
    await executor.run('task', batch, { ...defaultScalars, ...task.scalars });
    const read: Values = {};
    for (const name of names) read[name] = await executor.read(name);
    reads.push(read);
  }
  await executor.close();
  return reads;
}

function programOf({ operations, given, results }: Task): Program {
  const before = Object.entries(given).map(([name, g]) => specOf(name, g.shape, isFixed(g) ? 'parameter' : 'input'));
  const after = Object.entries(results).map(([name, shape]) => specOf(name, shape, 'value'));
  return { buffers: [...batchBuffers, ...before, ...after], routines: { task: operations } };
}

/** ‖a−b‖/‖b‖; 0 for two zero tensors. */
export function relativeError(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  const difference = norm(a.map((value, i) => value - b[i]!));
  return difference === 0 ? 0 : difference / norm(b);
}

/** The 2-norm, computed in float64. */
function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((total, value) => total + value * value, 0));
}

/** Whether all buffers are bitwise equal. */
export function identical(a: Values, b: Values): boolean {
  return Object.keys(a).every((name) => Buffer.from(a[name]!.buffer).equals(Buffer.from(b[name]!.buffer)));
}

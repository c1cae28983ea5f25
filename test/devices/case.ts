import type { Device, DeviceName } from '../../src/engine/device.ts';
import type { Operation, OperationName } from '../../src/engine/operations.ts';
import type { Batch, Dim, Program, Scalars } from '../../src/engine/program.ts';
import { batchBuffers } from './batches.ts';
import { drawValues, isFixed, specOf, type Given } from './buffers.ts';

/** Operations with everything they need, to be run on any device. */
export interface Task {
  readonly operations: readonly Operation[];
  readonly batch: Batch;
  /** Buffers that have values beforehand, drawn by name. */
  readonly given: Readonly<Record<string, Given>>;
  /** Buffers that the operations write. */
  readonly results: Readonly<Record<string, readonly Dim[]>>;
  readonly scalars?: Partial<Scalars>;
}

interface Situation extends Omit<Task, 'operations'> {
  /** What is special here. */
  readonly name: string;
  /** Given buffers that the operation overwrites or adds to: compared beside the results. */
  readonly changed?: readonly string[];
  /** Largest ‖a−b‖/‖b‖ of a buffer against the oracle. */
  readonly tolerance: number;
  readonly because: string;
  /** Devices that leave the case out, and why. */
  readonly exclude?: Partial<Record<DeviceName, string>>;
}

/** One operation in one situation. */
export type Case<N extends OperationName = OperationName> = Situation & {
  readonly operation: Extract<Operation, { op: N }>;
};

export type Values = Record<string, Float32Array>;

export const defaultScalars: Scalars = { seed: 12345, step: 3, learningRate: 0.01, informationWeight: 0.7 };

/** Runs a case and gives all the buffers to compare. */
export async function runCase(device: Device, test: Case): Promise<Values> {
  const [values] = await repeatCase(device, test, 1);
  return values!;
}

/** Runs a case again and again from the same beginning on one executor: the buffers to compare after each time. */
export async function repeatCase(device: Device, test: Case, times: number): Promise<Values[]> {
  const names = [...Object.keys(test.results), ...(test.changed ?? [])];
  return repeatTask(device, { ...test, operations: [test.operation] }, names, drawGiven(test), times);
}

/** The values of a task's given buffers. */
export function drawGiven({ given, batch }: Pick<Task, 'given' | 'batch'>): Values {
  const drawn = Object.entries(given).map(([name, buffer]) => [name, drawValues(buffer, name, batch.sizes)]);
  return Object.fromEntries(drawn) as Values;
}

/** Runs a task with these values of its given buffers and reads the named ones. */
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

/** ‖a−b‖/‖b‖; of two zeros 0. */
export function relativeError(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  const difference = norm(a.map((value, i) => value - b[i]!));
  return difference === 0 ? 0 : difference / norm(b);
}

/** In float64. */
function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((total, value) => total + value * value, 0));
}

/** Whether all buffers are the same to the last bit. */
export function identical(a: Values, b: Values): boolean {
  return Object.keys(a).every((name) => Buffer.from(a[name]!.buffer).equals(Buffer.from(b[name]!.buffer)));
}

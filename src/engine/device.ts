import type { Batch, Program, Scalars } from './program.ts';

export const deviceNames = ['wasm', 'webgpu', 'tensorflow'] as const;
export type DeviceName = (typeof deviceNames)[number];

/** A place where programs run. */
export interface Device {
  readonly name: DeviceName;
  /** What it is, for people: backend, threads, instruction set. */
  readonly description: string;
  /** Buffers of role parameter and state start at zero. Errors: UserError when memory is short. */
  load(program: Program): Promise<Executor>;
  /** What the buffers of a program may take. */
  readonly memory: DeviceMemory;
  close(): Promise<void>;
}

/** Limits in bytes; Infinity where none is known. */
export interface DeviceMemory {
  /** Of all buffers together. */
  readonly total: number;
  /** Of each. */
  readonly buffer: number;
  /** What is needed in addition for sentences of up to so many rows. */
  workspace(longest: number): number;
}

/** Used to choose between several devices for some work. */
export interface Trial {
  /** What the time depends on, in addition to the device: it is measured once for each key. */
  readonly key: string;
  /** Seconds that a unit of the work takes on a device. */
  seconds(device: Device): Promise<number>;
}

/** One program with its buffers on a device. Calls are not to overlap. */
export interface Executor {
  /** Runs that should be under way before the first one's results are awaited; without it, a run is over when it returns. */
  readonly lag?: number;
  /** Sets a parameter, state or constant input; `values` has exactly the buffer's elements. */
  write(name: string, values: Float32Array | Int32Array): Promise<void>;
  /** A copy of a buffer as the last run before this call left it, cut to the batch's sizes. */
  read(name: string): Promise<Float32Array>;
  run(routine: string, batch: Batch, scalars?: Scalars): Promise<void>;
  close(): Promise<void>;
}

/** What is known about a device before it is opened. */
export type Availability = { available: true; description: string } | { available: false; reason: string };

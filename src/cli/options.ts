import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { defaultRunsDirectory } from '../core/runs/runFiles.ts';
import { deviceNames } from '../engine/device.ts';
import { openDevice, type DeviceChoice } from '../engine/openDevice.ts';
import { interruptSignal } from './interrupt.ts';

export const runArgument = () => new Argument('<run>', 'its id, the beginning of it, its name, `last`, or its folder');

/** Options that several commands share. */
export const runsOption = () => new Option('--runs <dir>', 'folder of the runs (default: ".safr/runs")');
export const dataOption = () =>
  new Option('--data <dir>', 'folder with the official archives of sst2 and imdb, instead of downloading them');
export const deviceOption = () =>
  new Option('--device <name>', 'where to compute, instead of what the experiment says').choices([
    'auto',
    ...deviceNames,
  ]);
export const threadsOption = () =>
  new Option('--threads <n>', 'threads of the wasm device; default: one per core').argParser(wholeNumber(1, 256));
export const jsonOption = () => new Option('--json', 'one JSON document for machines, instead of text');
export const jsonEventsOption = () =>
  new Option('--json', 'print everything as JSON, one event per line, instead of text');

export interface RunsFlags {
  readonly runs?: string;
}

export const runsDirectory = ({ runs }: RunsFlags) => runs ?? defaultRunsDirectory();

export interface DeviceFlags {
  readonly device?: DeviceChoice;
  readonly threads?: number;
}

/** Flags of the commands that train or compute on runs. */
export interface ComputeFlags extends DeviceFlags, RunsFlags {
  readonly data?: string;
  readonly json?: boolean;
}

/** Adds the options of `ComputeFlags`, which come last in the help. */
export function withComputeOptions(command: Command, json = jsonOption()): Command {
  for (const option of [dataOption(), deviceOption(), threadsOption(), runsOption(), json]) command.addOption(option);
  return command;
}

/** What a workflow takes from the flags, and a signal that Ctrl-C aborts. `interruption` says what the first Ctrl-C does. */
export function computeSettings(
  { data: dataDir, device, threads }: ComputeFlags,
  interruption = 'stopping; nothing is written.',
) {
  const signal = interruptSignal(`${interruption} Ctrl-C again exits immediately.`);
  return { dataDir, device, threads, openDevice, signal };
}

/** Parses a whole number between bounds. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Allowed: a whole number from ${min} to ${max}.`);
  };
}

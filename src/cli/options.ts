import { InvalidArgumentError, Option } from 'commander';
import { defaultRunsDirectory } from '../core/runs/runFiles.ts';
import { deviceNames } from '../engine/device.ts';
import type { DeviceChoice } from '../engine/openDevice.ts';

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

export interface RunsFlags {
  readonly runs?: string;
}

export const runsDirectory = ({ runs }: RunsFlags) => runs ?? defaultRunsDirectory();

export interface DeviceFlags {
  readonly device?: DeviceChoice;
  readonly threads?: number;
}

/** Parses a whole number between bounds. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Allowed: a whole number from ${min} to ${max}.`);
  };
}

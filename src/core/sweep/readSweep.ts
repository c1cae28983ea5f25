import { resolve } from 'node:path';
import { getNodeValue, parseTree } from 'jsonc-parser';
import { UserError } from '../../common/userError.ts';
import { parseExperiment, readExperimentText } from '../experiment/parseExperiment.ts';
import type { Experiment } from '../experiment/schema.ts';
import { combinations, withSettings, type Settings } from '../experiment/sweep.ts';

/** One combination of a sweep's values and the experiment it results in. */
export interface Element {
  readonly settings: Settings;
  readonly experiment: Experiment;
}

export interface Sweep {
  /** Absolute; paths of data are relative to it. */
  readonly experimentPath: string;
  /** Elements are numbered from 1 in this order, that of the file. */
  readonly elements: readonly Element[];
}

/** The sweep of an experiment file. Errors: UserError if the file is not an experiment or has no sweep. */
export function readSweep(path: string): Sweep {
  const text = readExperimentText(path);
  const sweep = parseSweep(text, path);
  if (sweep) return sweep;
  throw new UserError(
    `${path}: has no "sweep"`,
    'Give it one, such as "sweep": { "safr.preset": ["plain", "safr"], "seed": [1, 2, 3] }.',
  );
}

/** Errors: as `readExperiment`. */
export function hasSweep(path: string): boolean {
  return parseSweep(readExperimentText(path), path) !== null;
}

/** The sweep of an experiment's text; null if it has none. Errors: as `parseExperiment`. */
export function parseSweep(text: string, path: string): Sweep | null {
  parseExperiment(text, path);
  const document = getNodeValue(parseTree(text, [], { allowTrailingComma: true })!) as {
    readonly sweep?: Readonly<Record<string, readonly unknown[]>>;
  };
  if (!document.sweep) return null;
  const elements = combinations(document.sweep).map((settings) => {
    const experiment = parseExperiment(JSON.stringify(withSettings(document, settings)), path);
    return { settings, experiment };
  });
  return { experimentPath: resolve(path), elements };
}

/** Such as "safr.preset plain, seed 2"; "unchanged" if nothing is set. */
export function settingsText(settings: Settings): string {
  const parts = Object.entries(settings).map(([path, value]) => `${path} ${valueText(value)}`);
  return parts.join(', ') || 'unchanged';
}

/** A value of the sweep as text. An object is written as its fields: "preset safr, importance 0.1". */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? settingsText(value as Settings) : JSON.stringify(value);
}

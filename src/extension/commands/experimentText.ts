import type { PresetName } from '../../core/experiment/objective.ts';
import { experimentTemplate } from '../../core/experiment/template.ts';

/** A file of the user's with its columns; `path` relative to the experiment file. */
export interface OwnFile {
  readonly path: string;
  /** Where it is not UTF-8. */
  readonly encoding: string | undefined;
  /** Names of its columns, where it has no header. */
  readonly columns: readonly string[] | undefined;
  readonly textColumn: string;
  readonly labelColumn: string;
}

/** The data set of a new experiment. */
export type DataChoice = 'planted' | 'sst2' | 'imdb' | OwnFile;

/** A commented experiment file, ready to run. `pretrained`: the encoder that it fine-tunes, a folder relative to the file or a name. */
export function experimentText(data: DataChoice, preset: PresetName, pretrained?: string): string {
  if (typeof data === 'string') return experimentTemplate(data, preset, {}, pretrained);
  const { path: train, encoding, columns, textColumn, labelColumn } = data;
  return experimentTemplate('files', preset, { train, encoding, columns, textColumn, labelColumn }, pretrained);
}

/** `name`, or with the first number from 2 on that no file has. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? name : `${name}-${i}`;
    if (!isTaken(candidate)) return candidate;
  }
}

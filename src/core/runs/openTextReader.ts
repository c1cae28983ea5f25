import { join } from 'node:path';
import type { TextReader } from '../dataset/textReader.ts';
import { readVocabulary } from '../dataset/vocabulary.ts';
import { WordReader } from '../dataset/wordReader.ts';
import { openEncoder, encoderReading, type Encoder } from './encoder.ts';
import type { Run } from './readRun.ts';
import { runFiles } from './runFiles.ts';

/** Opens what reads the texts of a run. Errors: UserError; a damaged vocabulary is one where ids or words are asked for. */
export async function openTextReader(run: Pick<Run, 'directory' | 'experiment'>): Promise<TextReader> {
  const encoder = await encoderOf(run);
  return (
    encoder?.reader ?? new WordReader(run.experiment, () => readVocabulary(join(run.directory, runFiles.vocabulary)))
  );
}

/** The encoder that a run fine-tunes; null for a model of its own. Errors: as `openEncoder`. */
export async function encoderOf({
  directory,
  experiment,
}: Pick<Run, 'directory' | 'experiment'>): Promise<Encoder | null> {
  if (experiment.model.pretrained === undefined) return null;
  return openEncoder(join(directory, runFiles.encoder), encoderReading(experiment));
}

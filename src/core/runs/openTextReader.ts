import { join } from 'node:path';
import type { TextReader } from '../dataset/textReader.ts';
import { readVocabulary } from '../dataset/vocabulary.ts';
import { WordReader } from '../dataset/wordReader.ts';
import type { Experiment } from '../experiment/schema.ts';
import { runFiles } from './runFiles.ts';

/** Opens what reads the texts of a run. Errors: UserError; a damaged vocabulary is one where ids or words are asked for. */
export function openTextReader({
  directory,
  experiment,
}: {
  readonly directory: string;
  readonly experiment: Experiment;
}): TextReader {
  return new WordReader(experiment, () => readVocabulary(join(directory, runFiles.vocabulary)));
}

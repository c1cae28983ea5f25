import { readFileSync } from 'node:fs';
import { isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import * as z from 'zod';
import { checkRegular } from '../../common/checkRegular.ts';
import { UserError } from '../../common/userError.ts';
import { storedExperiment } from '../experiment/schema.ts';
import { fileProblem } from '../../common/fileProblem.ts';

/** The files of a run directory. */
export const runFiles = {
  /** `runRecordSchema`; a directory without it is not a run (yet). */
  record: 'run.json',
  /** `storedExperimentSchema` */
  experiment: 'experiment.json',
  /** `environmentSchema` */
  environment: 'environment.json',
  /** `runDataSchema` */
  data: 'data.json',
  /** `runNotesSchema`: what the user says about the run; a run may lack it. */
  notes: 'notes.json',
  /** Names of the classes in order. */
  classes: 'classes.json',
  /** Word → id, see `Vocabulary`. */
  vocabulary: 'vocabulary.json',
  /** Folder of the config and the tokenizer of a pretrained encoder. */
  encoder: 'encoder',
  /** One JSON object per line, see `metrics.ts`. */
  metrics: 'metrics.jsonl',
  /** Folder of TensorBoard's event file, see `eventFile.ts`; only where the experiment asks for it. */
  tensorboard: 'tensorboard',
  /** The best dev epoch's parameters under PyTorch's names; before the first epoch of a stopped run, the last ones. */
  weights: 'weights.safetensors',
  /** All that training needs to continue. */
  checkpoint: 'checkpoint.safetensors',
  /** See `evaluationFile.ts`. */
  evaluation: 'evaluation.json',
  /** What its neurons stand for, see `neuronFactsFile.ts`: computed when it is first asked for. */
  neurons: 'neurons.jsonl',
  /** Folder of sparse autoencoders, see `featureFiles.ts`. */
  features: 'features',
} as const;

/**
 * The resolved experiment a run was made from, and the file it came from: relative to the run's directory, with slashes, so that a project
 * may be moved; absolute in older runs, and where the two have no folder in common.
 */
export const storedExperimentSchema = z.object({ path: z.string(), experiment: storedExperiment });

export const wordsSchema = z.array(z.string());

/** The path of a file as it is stored relative to `folder`; `resolve(folder, storedPath(folder, file))` is the file again. */
export function storedPath(folder: string, file: string): string {
  const [from, to] = [resolve(folder), resolve(file)];
  const path = relative(from, to);
  const isApart = resolve(from, path.split(/[^.\\/]/, 1)[0]!) === parse(from).root;
  return isAbsolute(path) || isApart ? to : path.split(sep).join('/');
}

/** The default folder of runs. */
export function defaultRunsDirectory(workingDirectory = process.cwd()): string {
  return join(workingDirectory, '.safr', 'runs');
}

/** Reads a JSON file of the given schema. Errors: UserError naming the file and the problem. */
export function readJson<T>(path: string, schema: z.ZodType<T>): T {
  return parseFile(readText(path), path, schema);
}

/** The same of its text. */
export function parseFile<T>(text: string, path: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(parseJson(text, path));
  if (result.success) return result.data;
  const { path: place, message } = result.error.issues[0]!;
  throw damaged(path, [place.join('.'), message].filter(Boolean).join(': '));
}

/** Limit of a file of a run that is read as text, in bytes: many times what one needs. */
const maxTextBytes = 64 * 2 ** 20;

/** Errors: UserError naming the file. */
export function readText(path: string): string {
  try {
    checkRegular(path, maxTextBytes);
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw fileProblem(path, error, 'read');
  }
}

/** Errors: UserError naming the file. */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(path, `not JSON: ${(error as Error).message}`);
  }
}

function damaged(path: string, what: string): UserError {
  return new UserError(`${path}: ${what}`, 'The file was changed or is of another version: restore it or train again.');
}

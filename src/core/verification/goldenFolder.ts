import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkRegular } from '../../common/checkRegular.ts';
import { UserError } from '../../common/userError.ts';
import { readVocabulary, type Vocabulary } from '../dataset/vocabulary.ts';
import { fromTorch, type Parameters } from '../model/parameters.ts';
import type { ModelShape } from '../model/modelShape.ts';
import { shapeProblem } from '../model/shapeProblem.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { readSafetensors } from '../model/safetensors.ts';
import { expectedSchema, type Expected } from './expected.ts';
import { shapeOf } from './goldenFile.ts';

/** A trained model with its results on the SST-2 test split, padded to `shape.maxLength`. */
export interface GoldenFolder {
  readonly shape: ModelShape;
  readonly parameters: Parameters;
  readonly vocabulary: Vocabulary;
  readonly expected: Expected;
}

const maxExpectedBytes = 64 * 2 ** 20;

const remedy = 'Give a golden folder: weights.safetensors, vocabulary.json and expected.json.';

/** Reads a golden folder. Errors: UserError naming the file that is missing or invalid. */
export async function readGoldenFolder(folder: string): Promise<GoldenFolder> {
  const path = join(folder, 'weights.safetensors');
  const { tensors, metadata } = await readSafetensors(path);
  const shape = shapeOf(
    (name) => {
      const value = Number(metadata[name]);
      if (Number.isInteger(value) && value > 0) return value;
      throw new UserError(`${path}: metadata "${name}" is ${metadata[name] ?? 'missing'}, not a number`, remedy);
    },
    tensors.get('fc.bias')?.shape[0] ?? 2,
  );
  const problem = shapeProblem(shape, tensors.size);
  if (problem !== null) throw new UserError(`${path}: its metadata has no valid model shape: ${problem}`, remedy);
  const float = (name: string) => {
    const values = tensors.get(name)?.values;
    return values instanceof Float32Array ? values : undefined;
  };
  try {
    const parameters = fromTorch(shape, float);
    const vocabulary = readVocabulary(join(folder, 'vocabulary.json'));
    if (vocabulary.size !== shape.vocabulary) {
      const words = `has ${vocabulary.size} words, the model ${shape.vocabulary}`;
      throw new UserError(`${join(folder, 'vocabulary.json')}: ${words}`, remedy);
    }
    return { shape, parameters, vocabulary, expected: await readExpected(join(folder, 'expected.json')) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path}: ${(error as Error).message}`, remedy);
  }
}

async function readExpected(path: string): Promise<Expected> {
  checkRegular(path, maxExpectedBytes);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileProblem(path, error, 'read');
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path}: not JSON: ${(error as Error).message}`, remedy);
  }
  const { data, error } = expectedSchema.safeParse(value);
  if (data) return data;
  const issue = error.issues[0]!;
  throw new UserError(`${path}: ${issue.path.join('.')}: ${issue.message}`, remedy);
}

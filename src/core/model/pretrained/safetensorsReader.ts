import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { checkRegular } from '../../../common/checkRegular.ts';
import { fileProblem } from '../../../common/fileProblem.ts';
import { UserError } from '../../../common/userError.ts';
import { openSafetensorsFile } from '../safetensorsFile.ts';
import type { TensorReader } from './tensorReader.ts';

/** Opens a file of the safetensors format. Errors: UserError where it is damaged. */
export async function openSafetensors(path: string): Promise<TensorReader> {
  const file = await openSafetensorsFile(path);
  return {
    path,
    shapes: new Map(Array.from(file.entries, ([name, { shape }]) => [name, shape])),
    close: () => file.close(),
    read: async (name) => {
      const values = await file.read(name);
      if (values instanceof Float32Array) return values;
      if (values instanceof Float64Array) return Float32Array.from(values);
      throw new UserError(
        `${path}: tensor "${name}" is of type ${file.entries.get(name)!.dtype}`,
        'Weights are of type F32, F16, BF16 or F64.',
      );
    },
  };
}

const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });

/** Opens the files that an index, `model.safetensors.index.json`, lists next to it. Errors: UserError. */
export async function openShards(path: string): Promise<TensorReader> {
  const fileOf = await readIndex(path);
  const readers = new Map<string, TensorReader>();
  const close = async () => {
    for (const reader of readers.values()) await reader.close();
  };
  try {
    for (const name of new Set(fileOf.values())) readers.set(name, await openSafetensors(join(dirname(path), name)));
    return {
      path,
      shapes: shardShapes(path, fileOf, readers),
      close,
      read: (name) => readers.get(fileOf.get(name)!)!.read(name),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The file of each tensor. Errors: UserError where it names files of other folders. */
export async function readIndex(path: string): Promise<Map<string, string>> {
  checkRegular(path);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileProblem(path, error, 'read');
  });
  try {
    const { weight_map } = indexSchema.parse(JSON.parse(text));
    if (Object.values(weight_map).every((name) => name === basename(name))) return new Map(Object.entries(weight_map));
  } catch {
    // reported below
  }
  throw new UserError(
    `${path}: not an index of safetensors files in this folder`,
    'Copy the folder again from where it came from.',
  );
}

function shardShapes(path: string, fileOf: ReadonlyMap<string, string>, readers: ReadonlyMap<string, TensorReader>) {
  return new Map(
    Array.from(fileOf, ([name, file]) => {
      const shape = readers.get(file)!.shapes.get(name);
      if (shape) return [name, shape];
      throw new UserError(`${path}: ${file} has no tensor "${name}"`, 'Copy the folder again from where it came from.');
    }),
  );
}

import { readFile } from 'node:fs/promises';
import type * as z from 'zod';
import { checkRegular } from '../../common/checkRegular.ts';
import { placeName } from '../../common/placeName.ts';
import { UserError } from '../../common/userError.ts';
import { readError } from './sourceFile.ts';

/** Reads a JSON file of a published layout. Errors: UserError naming the file, and what in it is not of that layout. */
export async function readJsonFile<T>(path: string, schema: z.ZodType<T>, layout: string): Promise<T> {
  return parsed(await readTextFile(path), schema, path, layout);
}

/** Reads a file of one JSON object per line, blank lines left out. Errors: as `readJsonFile`, with the line. */
export async function readJsonLines<T>(path: string, schema: z.ZodType<T>, layout: string): Promise<readonly T[]> {
  const lines = (await readTextFile(path)).split('\n');
  return lines.flatMap((line, i) => (line.trim() === '' ? [] : parsed(line, schema, placeName(path, i + 1), layout)));
}

export async function readTextFile(path: string): Promise<string> {
  checkRegular(path);
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw readError(path, error);
  });
}

function parsed<T>(text: string, schema: z.ZodType<T>, place: string, layout: string): T {
  const { data, error } = schema.safeParse(valueOf(text, place));
  if (!error) return data;
  const { path, message } = error.issues[0]!;
  throw new UserError(`${place}: ${path.join('.')}: ${message}`, `Give files in the layout of ${layout}.`);
}

function valueOf(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${place}: not JSON: ${(error as Error).message}`, 'Copy the file again.');
  }
}

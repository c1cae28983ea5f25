import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { readJsonFile, readJsonLines } from '../../../../src/core/dataset/jsonFile.ts';
import { folderOf } from './experiments.ts';

const schema = z.object({ a: z.number() });
const fileOf = (content: string) => join(folderOf({ 'a.json': content }), 'a.json');

test('a JSON file has one value, or one per line but for blank lines', async () => {
  expect(await readJsonFile(fileOf('{"a": 1}'), schema, 'A')).toEqual({ a: 1 });
  expect(await readJsonLines(fileOf('{"a": 1}\n\n{"a": 2}\n'), schema, 'A')).toEqual([{ a: 1 }, { a: 2 }]);
});

test('what is no JSON or of another layout is an error with its line', async () => {
  await expect(readJsonLines(fileOf('{"a": 1}\n{"a": '), schema, 'A')).rejects.toThrow(/a\.json:2: not JSON: /);
  await expect(readJsonLines(fileOf('{"a": 1}\n{"a": "x"}'), schema, 'A')).rejects.toThrow(/a\.json:2: a: /);
  await expect(readJsonFile(fileOf('[]'), schema, 'A')).rejects.toMatchObject({
    remedy: 'Give files in the layout of A.',
  });
});

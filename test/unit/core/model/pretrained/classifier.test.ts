import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  classifierParameters,
  openClassifier,
  readClasses,
} from '../../../../../src/core/model/pretrained/classifier.ts';
import { temporaryFolder } from '../../runs/temporaryFolder.ts';

const folder = temporaryFolder();
const path = 'test/fixtures/pretrained/bert';

it('reads the head of a folder with its classes in another order', async () => {
  const { folder: opened, classes } = await openClassifier(path);
  const shape = opened.shape(classes.length, null, 8, 0);
  await opened.close();
  const read = async (order: readonly number[]) => {
    const parameters = new Map<string, number[]>();
    for await (const [name, values] of classifierParameters(path, shape, order)) parameters.set(name, [...values]);
    return parameters;
  };
  const [own, ordered] = [await read([0, 1, 2]), await read([2, 0, 1])];
  const rows = (name: string, width: number) =>
    [2, 0, 1].flatMap((row) => own.get(name)!.slice(row * width, (row + 1) * width));
  expect(ordered.get('fc.weight')).toEqual(rows('fc.weight', shape.width));
  expect(ordered.get('fc.bias')).toEqual(rows('fc.bias', 1));
  expect(ordered.get('pooler.weight')).toEqual(own.get('pooler.weight'));
});

it('refuses a folder without a head for several classes', async () => {
  const other = folder.path('labels');
  cpSync(path, other, { recursive: true });
  const config = JSON.parse(readFileSync(`${other}/config.json`, 'utf8')) as object;
  writeFileSync(`${other}/config.json`, JSON.stringify({ ...config, problem_type: 'multi_label_classification' }));
  await expect(readClasses(other)).rejects.toMatchObject({
    message: `${other}: has no classification head that gives a text one of several classes`,
    remedy: expect.stringContaining('fine-tune this one'),
  });
});

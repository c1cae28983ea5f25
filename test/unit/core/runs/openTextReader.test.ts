import { expect, test } from 'vitest';
import { openTextReader } from '../../../../src/core/runs/openTextReader.ts';
import { readRun } from '../../../../src/core/runs/readRun.ts';
import { RunWriter } from '../../../../src/core/runs/runWriter.ts';
import { newRun } from './newRun.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();

test('reads texts by the tokenizer and the vocabulary of a run', async () => {
  const { directory } = await RunWriter.create(newRun(folder.path('runs')));
  const { ids, known } = (await openTextReader(await readRun(directory))).read('one 2 three');
  expect([...ids]).toEqual([2, 3, 1]);
  expect(known).toEqual([true, true, false]);
});

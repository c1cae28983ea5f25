import { writeFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import { sliceRows } from '../../../../src/core/workflow/sliceRows.ts';
import { trainExperiment } from '../../../../src/core/workflow/trainExperiment.ts';
import { openDevice } from '../../../../src/engine/openDevice.ts';
import { temporaryFolder } from '../runs/temporaryFolder.ts';

const folder = temporaryFolder();
let directory: string;
const rows = Array.from({ length: 40 }, (_, i) => {
  const text = `${i % 2 ? 'fine' : 'poor'}${i % 5 === 0 ? ' not at all' : ''}`;
  return `${text}\t${i % 2 ? 'yes' : 'no'}\t${i % 4 === 0 ? 'phone' : 'desk'}\n`;
});

beforeEach(async () => {
  writeFileSync(folder.path('reviews.tsv'), `text\tlabel\tdevice\n${rows.join('')}`);
  const experiment = {
    dataset: { source: 'files', train: 'reviews.tsv', dev: 'reviews.tsv', test: 'reviews.tsv' },
    model: { width: 8, heads: 2, feedForward: 8, maskHidden: 8, maxLength: 2, padding: 'none' },
    ...{ training: { epochs: 1, devSample: 0 }, device: 'wasm', threads: 1 },
  };
  const experimentPath = folder.path('reviews.safr.json');
  writeFileSync(experimentPath, JSON.stringify(experiment));
  const options = { experimentPath, runsDirectory: folder.path('runs'), openDevice, version: '0', evaluate: false };
  directory = (await trainExperiment(options)).directory;
});

const places = [{ path: '' }, { split: 'test' }] as const;
const rowsIn = (where: Parameters<typeof sliceRows>[0]['where'], place: (typeof places)[number]) =>
  sliceRows({ directory, where, place: 'path' in place ? { path: folder.path('reviews.tsv') } : place });
const every = (step: number) => rows.flatMap((_, i) => (i % step === 0 ? [i] : []));

it.each(places)('rows of a slice are found by words, columns and all tokens of the text: %j', async (place) => {
  expect(await rowsIn({ contains: 'not' }, place)).toEqual(every(5));
  expect(await rowsIn({ column: { device: 'phone' }, label: 'no' }, place)).toEqual(every(4));
  expect(await rowsIn({ minTokens: 4 }, place)).toEqual(every(5));
  expect(await rowsIn({ predicted: 'wrong', contains: 'fine' }, place)).toHaveLength(20);
});

it('ends where it is cancelled', async () => {
  const signal = AbortSignal.abort(new Error('cancelled'));
  const options = { directory, where: { contains: 'not' }, place: { path: folder.path('reviews.tsv') }, signal };
  await expect(sliceRows(options)).rejects.toThrow('cancelled');
});

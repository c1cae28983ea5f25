import { describe, expect, test } from 'vitest';
import { openDataset } from '../../../../src/core/dataset/dataset.ts';
import { experimentOn, folderOf } from './experiments.ts';

/** Opens rows `text,label` of train.csv, from which dev and test are drawn. */
function open(rows: readonly string[], dataset: object = {}) {
  const baseDir = folderOf({ 'train.csv': ['text,label', ...rows].join('\n') });
  return openDataset(experimentOn({ source: 'files', train: 'train.csv', ...dataset }), { baseDir });
}

describe('labels that are numbers with mostly one row each', () => {
  const scores = Array.from({ length: 30 }, (_, i) => `text ${i},${(1 + i / 7).toFixed(2)}`);

  test('are an error that says what to do', async () => {
    await expect(open(scores)).rejects.toMatchObject({
      message:
        'the labels are numbers (1.00, 1.14, 1.29, …), and 30 of the 30 different ones occur in one row only: SAFR learns classes and predicts no quantities',
      remedy: expect.stringContaining('Group the numbers into classes'),
    });
  });

  test('are the error for more of them than classes can be, too', async () => {
    const many = Array.from({ length: 1001 }, (_, i) => `text ${i},${i}`);
    await expect(open(many)).rejects.toThrow(/^the labels are numbers \(0, 1, 2, …\)/);
  });

  test('are classes where dataset.classes lists them, where they are few, or where most have several rows', async () => {
    const classes = scores.map((row) => row.split(',')[1]!);
    const more = Array.from({ length: 20 }, (_, i) => `other ${i},1.00`);
    await expect(open([...scores, ...more], { classes })).resolves.toMatchObject({ classes });
    await expect(open(['a,1', 'b,2', 'c,3', 'd,4', 'e,5', 'f,5', 'g,5', 'h,5'])).resolves.toBeDefined();
    await expect(open(Array.from({ length: 40 }, (_, i) => `text ${i},${i % 10}`))).resolves.toBeDefined();
  });
});

describe('columns that look swapped', () => {
  const rows = Array.from({ length: 20 }, (_, i) => `a long review of film number ${i},${i % 2 ? 'no' : 'yes'}`);
  const swapped = { textColumn: 'label', labelColumn: 'text' };

  test('are the remedy of what fails because of them', async () => {
    await expect(open(rows, swapped)).rejects.toMatchObject({
      message: expect.stringContaining('are too few to set rows aside'),
      remedy:
        'Exchange dataset.textColumn and dataset.labelColumn: the columns look swapped (the labels are long and nearly all different, the texts are short and few).',
    });
    const named = { ...swapped, dev: 'dev.csv', test: 'dev.csv' };
    const baseDir = folderOf({ 'train.csv': ['text,label', ...rows].join('\n'), 'dev.csv': 'text,label\nnew,yes\n' });
    const opened = openDataset(experimentOn({ source: 'files', train: 'train.csv', ...named }), { baseDir });
    await expect(opened).rejects.toMatchObject({ remedy: expect.stringContaining('look swapped') });
  });

  test('are not suspected where labels repeat', async () => {
    const { summary } = await open(rows);
    expect(summary.warnings.filter((warning) => warning.includes('swapped'))).toEqual([]);
  });
});

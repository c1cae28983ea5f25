import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTextAt, readTextsOf, type TextsOptions } from '../../../../src/core/dataset/textsOfFile.ts';
import { experimentOn, folderOf } from './experiments.ts';

async function textsOf(name: string, content: string, options: Partial<TextsOptions> = {}) {
  const path = join(folderOf({ [name]: content }), name);
  let empty = 0;
  const rows = [];
  const all = { dataset: null, report: () => undefined, onEmptyRow: () => empty++, ...options };
  for await (const batch of readTextsOf(path, all)) rows.push(...batch);
  return { rows, empty };
}

const filesDataset = (options: object) => experimentOn({ source: 'files', train: 'a.csv', ...options }).dataset;

describe('the texts of a file', () => {
  it('are the lines of a .txt file, whatever is in them', async () => {
    const { rows, empty } = await textsOf('a.txt', 'one, "two"\r\n\n \t\nthree\tfour\nlast');
    expect(rows).toEqual([
      { text: 'one, "two"', label: null, line: 1 },
      { text: 'three\tfour', label: null, line: 4 },
      { text: 'last', label: null, line: 5 },
    ]);
    expect(empty).toBe(2);
  });

  it('are without their labels in a .txt file of fastText', async () => {
    const { rows } = await textsOf('a.txt', '__label__spam you have won\n__label__ham call me\n');
    expect(rows.map(({ text, label }) => [text, label])).toEqual([
      ['you have won', 'spam'],
      ['call me', 'ham'],
    ]);
  });

  it('are in the column that looks most like them, and rows without one are left out', async () => {
    const { rows, empty } = await textsOf('a.csv', 'stars,review\n5,fine\n1,\n2,dull\n');
    expect(rows).toEqual([
      { text: 'fine', label: '5', line: 2 },
      { text: 'dull', label: '2', line: 4 },
    ]);
    expect(empty).toBe(1);
  });

  it('are in the columns of the data set of the model, or in the one that is asked for', async () => {
    const dataset = filesDataset({ textColumn: ['title', 'body'], labelColumn: 'kind' });
    const content = '{"title": "a", "body": "b", "kind": "x", "note": "c"}\n';
    expect((await textsOf('a.jsonl', content, { dataset })).rows).toEqual([{ text: 'a b', label: 'x', line: 1 }]);
    expect((await textsOf('a.jsonl', content, { dataset, textColumn: 'note' })).rows[0]!.text).toBe('c');
  });

  it('are in the columns that the data set names in files without header', async () => {
    const dataset = filesDataset({ columns: ['kind', 'words'], textColumn: 'words', labelColumn: 'kind' });
    const content = 'ham\tsee you at noon\nspam\tyou have won\nham\tcall me\nham\tlater\n';
    expect((await textsOf('a.tsv', content, { dataset })).rows.map(({ text }) => text)[1]).toBe('you have won');
  });

  it('cannot be in a column that the file lacks', async () => {
    await expect(textsOf('a.csv', 'text,label\na,b\n', { textColumn: 'txt' })).rejects.toMatchObject({
      message: expect.stringMatching(/a\.csv: no column "txt"; columns: text, label; did you mean "text"\?$/),
      remedy: 'Name the column of the texts with --text-column.',
    });
  });
});

describe('the text at a line of a file', () => {
  const content = '\uFEFFtext,label\r\n"so, fine\nand\n\ngood",a\r\n,b\r\n\r\ndull,b\r\n';
  const textAt = (line: number, name = 'a.csv', text = content) =>
    readTextAt(join(folderOf({ [name]: text }), name), line, {
      dataset: null,
      textColumn: 'text',
      report: () => undefined,
    });

  it.each([2, 3, 4, 5])('is that of the row which has line %i, also where a field has line breaks', async (line) => {
    expect(await textAt(line)).toEqual({ text: 'so, fine\nand\n\ngood', label: 'a', line: 2 });
  });

  it('is that of the last row', async () => {
    expect(await textAt(8)).toMatchObject({ text: 'dull', line: 8 });
  });

  it('is the line itself in a .txt file', async () => {
    expect(await textAt(2, 'a.txt', 'one\ntwo\nthree\n')).toMatchObject({ text: 'two', line: 2 });
  });

  it.each([
    [1, 'a.csv:1: no row is there', 'The nearest row is'],
    [6, 'a.csv:6: the row has no text', 'Name a line of another row.'],
    [9, 'a.csv:9: no row is there', 'a.csv:8.'],
  ])('does not exist where no text is, as in line %i', async (line, message, remedy) => {
    await expect(textAt(line)).rejects.toMatchObject({
      message: expect.stringContaining(message) as string,
      remedy: expect.stringContaining(remedy) as string,
    });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openTokenizer } from '../../../../src/core/dataset/subword/openTokenizer.ts';
import { SubwordReader } from '../../../../src/core/dataset/subwordReader.ts';
import { openDataset } from '../../../../src/core/dataset/dataset.ts';
import { UserError } from '../../../../src/common/userError.ts';
import type { SliceConditions } from '../../../../src/core/experiment/sections/slices.ts';
import { Vocabulary } from '../../../../src/core/dataset/vocabulary.ts';
import { contents, experimentOn, folderOf } from './experiments.ts';

const header = 'text\tlabel\n';
const rows = (n: number) => Array.from({ length: n }, (_, i) => `t${i}\t${i % 2 ? 'b' : 'a'}\n`).join('');
const dev = `${header}x\ta\n`;

/** Opens train.EXT with separate dev and test files. */
async function open(train: string | Uint8Array, extension = 'tsv', dataset: object = {}, rest: object = {}) {
  const baseDir = folderOf({ [`train.${extension}`]: train, 'dev.tsv': dev });
  const files = { source: 'files', train: `train.${extension}`, dev: 'dev.tsv', test: 'dev.tsv' };
  return openDataset(experimentOn({ ...files, ...dataset }, rest), { baseDir });
}

async function trainOf(text: string, extension: string, dataset: object = {}) {
  const { train, vocabulary } = await open(text, extension, dataset);
  return contents(train, vocabulary);
}

describe('own files', () => {
  test('in TSV, CSV and JSONL give the same examples', async () => {
    const expected = [
      ['a, b', 0],
      ['c "d" e', 1],
    ];
    expect(await trainOf('label\ttext\na\ta, b\nb\tc "d" e\n', 'tsv')).toEqual(expected);
    expect(await trainOf('\ufefflabel,text\r\na,"a, b"\r\n\r\nb,"c ""d"" e"', 'csv')).toEqual(expected);
    expect(await trainOf('{"text":"a, b","label":"a"}\n\n{"label":"b","text":"c \\"d\\" e"}', 'jsonl')).toEqual(
      expected,
    );
  });

  test('in TSV keep quotes unless every name of the header is quoted', async () => {
    expect(await trainOf('text\tlabel\n"x" y\ta\n"z\tb\n', 'tsv')).toEqual([
      ['"x" y', 0],
      ['"z', 1],
    ]);
    expect(await trainOf('"text"\t"label"\n"x ""y"""\t"a"\n"p\tq"\t"b"\n', 'tsv')).toEqual([
      ['x "y"', 0],
      ['p q', 1],
    ]);
  });

  test('have the line number of each text, even after a text of several lines', async () => {
    const { train } = await open('text,label\n"one\r\ntwo\nthree",a\n\nfour,b\n', 'csv');
    expect([train.location(0).line, train.location(1).line]).toEqual([2, 6]);
  });

  test('can be several, with other column names and with numbers as labels', async () => {
    const baseDir = folderOf({ '1.jsonl': '{"s":"p","y":1}\n', '2.jsonl': '{"s":"q","y":0}\n' });
    const paths = { train: ['1.jsonl', '2.jsonl'], dev: '1.jsonl', test: '2.jsonl' };
    const experiment = experimentOn({ source: 'files', ...paths, textColumn: 's', labelColumn: 'y' });
    const { classes, train, vocabulary, source } = await openDataset(experiment, { baseDir });
    expect([classes, contents(train, vocabulary)]).toEqual([
      ['0', '1'],
      [
        ['p', 1],
        ['q', 0],
      ],
    ]);
    expect(source.files.map(({ bytes }) => bytes)).toEqual([16, 16, 16, 16]);
  });

  test('are truncated at maxLength, with every word of the training split in the vocabulary', async () => {
    const { train, vocabulary } = await open(
      `${header}one two three\ta\nx\tb\n`,
      'tsv',
      {},
      { model: { maxLength: 2 } },
    );
    expect(contents(train, vocabulary)[0]).toEqual(['one two', 0]);
    expect(vocabulary.words).toContain('three');
  });

  test('keep only rows of the listed classes, in the order of the list', async () => {
    const train = `${header}1\tb\n2\tc\n3\ta\n`;
    const dataset = await open(train, 'tsv', { classes: ['c', 'a'] });
    expect(dataset.classes).toEqual(['c', 'a']);
    expect(contents(dataset.train, dataset.vocabulary)).toEqual([
      ['2', 0],
      ['3', 1],
    ]);
  });

  test('are read with the vocabulary of a trained model if one is given', async () => {
    const vocabulary = new Vocabulary(['one', 'two']);
    const baseDir = folderOf({ 'train.tsv': `${header}two\ta\nnew\tb\n` });
    const paths = { train: 'train.tsv', dev: 'train.tsv', test: 'train.tsv' };
    const { train } = await openDataset(experimentOn({ source: 'files', ...paths }), { baseDir, vocabulary });
    expect([[...train.ids(0)], [...train.ids(1)]]).toEqual([[3], [1]]);
  });
});

describe('columns that slices name', () => {
  const train = 'text\tlabel\tdevice\n' + ['x\ta\t phone', 'y\tb\ttablet', 'z\ta\t2'].join('\n');
  const slicesOf = async (column: SliceConditions['column'], test: string, extension = 'tsv') => {
    const baseDir = folderOf({ 'train.tsv': train, 'dev.tsv': dev, [`test.${extension}`]: test });
    const files = { source: 'files', train: 'train.tsv', dev: 'dev.tsv', test: `test.${extension}` };
    const slices = { own: { column } };
    return (await openDataset(experimentOn(files, { slices }), { baseDir, slices })).slices;
  };

  test('are read of test texts, in all formats; other files may lack them', async () => {
    expect((await slicesOf({ device: ['phone', 2] }, train)).test.textsOf('own')).toEqual([0, 2]);
    const lines = '{"text":"x","label":"a","device":2}\n{"text":"y","label":"a"}\n';
    const found = await slicesOf({ device: 2 }, lines, 'jsonl');
    expect([found.test.textsOf('own'), found.dev.textsOf('own')]).toEqual([[0], []]);
  });

  test('are a UserError where the test texts lack them', async () => {
    await expect(slicesOf({ devcie: 'phone' }, train)).rejects.toThrow(
      /test\.tsv:1: no column "devcie"; columns: text, label, device; did you mean "device"\?/,
    );
    await expect(slicesOf({ devcie: 'phone' }, '{"text":"x","label":"a"}', 'jsonl')).rejects.toThrow(
      'no text of the test split has a value in the column "devcie" of the slice "own"',
    );
  });
});

describe('a seeded split', () => {
  const split = async (n: number, seed: number) => {
    const baseDir = folderOf({ 'all.tsv': header + rows(n) });
    const dataset = { source: 'files', train: 'all.tsv', split: { dev: 0.2, test: 0.1, seed } };
    const opened = await openDataset(experimentOn(dataset), { baseDir });
    return (['train', 'dev', 'test'] as const).map((name) =>
      Array.from({ length: opened[name].length }, (_, i) => opened[name].location(i).line - 2),
    );
  };

  test('puts each row in one split, in rounded shares', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 4, max: 60 }), fc.nat(), async (n, seed) => {
        const parts = await split(n, seed);
        expect(parts.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
        const [dev, test] = [Math.max(1, Math.round(0.2 * n)), Math.max(1, Math.round(0.1 * n))];
        expect(parts.map(({ length }) => length)).toEqual([n - dev - test, dev, test]);
      }),
      { numRuns: 20 },
    );
  });

  test('depends on the seed', async () => {
    expect(await split(50, 1)).toEqual(await split(50, 1));
    expect(await split(50, 1)).not.toEqual(await split(50, 2));
  });

  test('builds the vocabulary from the remaining training rows', async () => {
    const baseDir = folderOf({ 'all.tsv': header + rows(10) });
    const { train, dev, vocabulary } = await openDataset(experimentOn({ source: 'files', train: 'all.tsv' }), {
      baseDir,
    });
    expect(vocabulary.size).toBe(2 + train.length);
    expect([...dev.ids(0)]).toEqual([1]);
  });

  test('of too few rows is a UserError', async () => {
    const baseDir = folderOf({ 'all.tsv': `${header}x\ta\ny\tb\n` });
    const opened = openDataset(experimentOn({ source: 'files', train: 'all.tsv' }), { baseDir });
    await expect(opened).rejects.toThrow('2 training rows are too few to set rows aside');
  });
});

describe('a UserError names file, line and reason', () => {
  test.each([
    ['an empty file', 'tsv', '', /train\.tsv: the file is empty$/],
    ['a header alone', 'tsv', header, /^the training data has no rows$/],
    [
      'a wrong column',
      'tsv',
      'txt\tlabel\nx\ta\n',
      /train\.tsv:1: no column "text"; columns: txt, label; did you mean "txt"\?$/,
    ],
    [
      'a wrong key',
      'jsonl',
      '{"text":"x","lable":"a"}',
      /train\.jsonl:1: no column "label"; columns: text, lable; did you mean "lable"\?$/,
    ],
    ['one class', 'tsv', `${header}x\ta\ny\ta\n`, /^all training rows are of one class, "a"$/],
    [
      'a row with a field too many',
      'tsv',
      `${header}x\ta\nx\ty\ta\n`,
      /train\.tsv:3: the number of fields is 3; allowed: 2, as in the header$/,
    ],
    [
      'a row with a field too few',
      'csv',
      'text,label\n"x\ny",a\nx\n',
      /train\.csv:4: the number of fields is 1; allowed: 2/,
    ],
    ['an empty text', 'tsv', `${header}x\ta\n \tb\n`, /train\.tsv:3: "text" is empty$/],
    ['an empty label', 'csv', 'text,label\nx,\n', /train\.csv:2: "label" is empty$/],
    [
      'an open quote',
      'csv',
      'text,label\nx,a\n"y,b\n',
      /train\.csv:3: the quoted field that begins here is not closed$/,
    ],
    ['a quote within', 'csv', 'text,label\nx,a\ny "z,b\n', /train\.csv:3: there is a quote within a field/],
    ['a bad line of JSON', 'jsonl', '{"text":"x","label":"a"}\n{"text":\n', /train\.jsonl:2: not JSON: [^(]+$/],
    ['a list for an object', 'jsonl', '[1]\n', /train\.jsonl:1: not a JSON object$/],
    ['a text that is none', 'jsonl', '{"text":null,"label":"a"}\n', /train\.jsonl:1: "text" is null$/],
    [
      'a class of dev that train lacks',
      'tsv',
      `${header}x\tA\ny\tb\n`,
      /dev\.tsv:2: the label "a" does not occur in train; allowed: A, b; did you mean "A"\?$/,
    ],
    [
      'more labels than classes can be',
      'tsv',
      header + Array.from({ length: 1001 }, (_, i) => `x\tlabel ${i}\n`).join(''),
      /train\.tsv:1002: more than 1000 different labels/,
    ],
  ])('for %s', async (_, extension, text, message) => {
    const opened = open(text, extension);
    await expect(opened).rejects.toThrow(UserError);
    await expect(opened).rejects.toThrow(message);
  });

  test('for classes without rows', async () => {
    const text = `${header}x\ta\ny\tb\n`;
    await expect(open(text, 'tsv', { classes: ['c', 'd'] })).rejects.toThrow(
      /^0 training rows are left: none is of class c, d; labels found: a, b$/,
    );
    await expect(open(text, 'tsv', { classes: ['a', 'B'] })).rejects.toThrow(
      /^no training row is of class "B"; labels found: a, b; did you mean "b"\?$/,
    );
  });

  test('for bytes that are not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from(`${header}é\ta\n`), Buffer.from('é\tb\n', 'latin1')]);
    await expect(open(bytes)).rejects.toThrow(/train\.tsv:3: is not UTF-8 text: probably windows-1252/);
  });

  test.each(['tsv', 'csv', 'jsonl'])('for a line of 11 MB in %s', async (extension) => {
    const start = extension === 'jsonl' ? '{"text":"x","label":"a"}\n' : 'text\tlabel\n';
    await expect(open(start + 'x'.repeat(11 * 1024 * 1024), extension)).rejects.toThrow(
      /:2: the line is longer than 10 MB$/,
    );
  });

  test('for a quoted text of 11 MB over many lines', async () => {
    const text = `text,label\n"${'line\n'.repeat(2.3 * 1024 * 1024)}",a\n`;
    await expect(open(text, 'csv')).rejects.toThrow(
      /train\.csv:2: the row that begins here is longer than 10 MB; is a quote left open\?$/,
    );
  });

  test('for a missing file, a folder and an unknown format', async () => {
    const baseDir = folderOf({ 'a.txt': 'x' });
    const openFile = (train: string) => openDataset(experimentOn({ source: 'files', train }), { baseDir });
    await expect(openFile('b.tsv')).rejects.toThrow(/b\.tsv: no such file$/);
    await expect(openFile('.')).rejects.toThrow(/no file in this folder is named as the train split is/);
    await expect(openFile('a.txt')).rejects.toThrow(
      /a\.txt: unknown file extension "\.txt"; allowed: \.tsv, \.csv, \.jsonl/,
    );
  });

  test('for a text in which the pattern finds no token', async () => {
    const opened = open(`${header}1\ta\nx\tb\n`, 'tsv', {}, { tokenizer: { kind: 'pattern', pattern: '[a-z]+' } });
    await expect(opened).rejects.toThrow(/train\.tsv:2: the tokenizer finds no token/);
  });

  test('for a text in which the tokenizer of an encoder finds no token', async () => {
    const subwords = new SubwordReader(await openTokenizer('test/fixtures/subwords/wordpiece'), 9);
    const baseDir = folderOf({ 'all.tsv': `${header}\u200b\ta\n${rows(50)}` });
    const opened = openDataset(experimentOn({ source: 'files', train: 'all.tsv' }), { baseDir, subwords });
    await expect(opened).rejects.toMatchObject({
      message: expect.stringMatching(/all\.tsv:2: the tokenizer finds no token/),
      remedy: 'Remove the row: the tokenizer of the encoder drops all of its characters.',
    });
  });
});

test('an aborted signal stops the reading with its reason', async () => {
  const baseDir = folderOf({ 'all.tsv': header + rows(50) });
  const opened = openDataset(experimentOn({ source: 'files', train: 'all.tsv' }), {
    baseDir,
    signal: AbortSignal.abort(new Error('stop')),
  });
  await expect(opened).rejects.toThrow('stop');
});

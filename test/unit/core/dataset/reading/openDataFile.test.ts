import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { folderOf } from '../experiments.ts';
import { listed, readContent, readPath, rowsOf } from './reading.ts';
import { zipOf } from './zip.ts';

const csv = 'text,label\nfine,a\ndull,b\n';
const rows = [
  ['fine', 'a', 2],
  ['dull', 'b', 3],
];

describe('packed files', () => {
  test('of gzip are read by the extension below .gz', async () => {
    expect(await rowsOf('a.csv.gz', gzipSync(csv))).toEqual(rows);
    expect(await rowsOf('a.jsonl.gz', gzipSync('{"text":"fine","label":"a"}'))).toEqual([['fine', 'a', 1]]);
  });

  test('of gzip that are cut off say so', async () => {
    const packed = gzipSync(csv.repeat(1000));
    await expect(readContent('a.csv.gz', packed.subarray(0, packed.length - 20))).rejects.toThrow(/cannot be unpacked/);
    await expect(readContent('a.csv.gz', csv)).rejects.toThrow(/cannot be unpacked: incorrect header check/);
  });

  test('of zip are read where they hold one file, besides folders and what macOS adds', async () => {
    const archive = zipOf({ 'data/': '', 'data/a.csv': csv, '__MACOSX/data/._a.csv': 'x' });
    expect(await rowsOf('a.zip', archive)).toEqual(rows);
  });

  test('of zip with several files need the name of one', async () => {
    const archive = zipOf({ 'train.csv': csv, 'test.csv': 'text,label\nweak,b\n' });
    const path = join(folderOf({ 'a.zip': archive }), 'a.zip');
    await expect(readPath(path)).rejects.toThrow(/a\.zip: has 2 files: train\.csv, test\.csv/);
    await expect(readPath(path)).rejects.toMatchObject({ remedy: expect.stringContaining('"a.zip/train.csv"') });
    expect(listed((await readPath(`${path}/test.csv`)).rows)).toEqual([['weak', 'b', 2]]);
    await expect(readPath(`${path}/dev.csv`)).rejects.toThrow(/has no entry "dev\.csv"/);
  });

  test('that are no archive say so', async () => {
    await expect(readContent('a.zip', csv)).rejects.toThrow(/a\.zip: cannot be unpacked/);
  });
});

describe('encodings', () => {
  const text = 'text,label\nnaïve café,a\n“dull”,b\n';
  const utf16 = (bigEndian: boolean) => {
    const bytes = Buffer.from(text, 'utf16le');
    return bigEndian ? bytes.swap16() : bytes;
  };
  const read = [
    ['naïve café', 'a', 2],
    ['“dull”', 'b', 3],
  ];

  test('are told by byte-order marks', async () => {
    expect(await rowsOf('a.csv', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]))).toEqual(read);
    const little = await readContent('a.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(false)]));
    expect(listed(little.rows)).toEqual(read);
    expect(little.findings).toEqual(['info: it is encoded in utf-16le']);
    expect(await rowsOf('a.csv', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(true)]))).toEqual(read);
  });

  test('are as they are named', async () => {
    const bytes = Buffer.from('text,label\nna\xefve caf\xe9,a\n\x93dull\x94,b\n', 'latin1');
    expect(await rowsOf('a.csv', bytes, { encoding: 'windows-1252' })).toEqual(read);
    expect(await rowsOf('a.csv', utf16(false), { encoding: 'utf-16' })).toEqual(read);
    const gb = Buffer.from([...Buffer.from('text,label\n'), 0xb2, 0xe8, ...Buffer.from(',a\n')]);
    expect(await rowsOf('a.csv', gb, { encoding: 'gb18030' })).toEqual([['茶', 'a', 2]]);
  });

  test('that are not UTF-8 are guessed in the error, which names the line and what to write', async () => {
    const western = readContent('a.csv', Buffer.from('text,label\nfine,a\nna\xefve,b\n', 'latin1'));
    await expect(western).rejects.toThrow(/a\.csv:3: is not UTF-8 text: probably windows-1252/);
    await expect(western).rejects.toMatchObject({ remedy: expect.stringContaining('"encoding": "windows-1252"') });
    await expect(readContent('a.csv', utf16(false))).rejects.toThrow(/as in UTF-16 without a byte-order mark/);
    await expect(readContent('a.csv', utf16(true))).rejects.toMatchObject({
      remedy: expect.stringContaining('"encoding": "utf-16be"'),
    });
    const cyrillic = Buffer.from('text,label\n'.concat('\xcf\xf0\xe8\xe2\xe5\xf2 '.repeat(20), ',a\n'), 'latin1');
    await expect(readContent('a.csv', cyrillic)).rejects.toMatchObject({
      remedy: expect.stringContaining('windows-1251'),
    });
  });

  test.each([
    ['gb18030', [0xd5, 0xe2, 0xb8, 0xf6, 0xb5, 0xe7, 0xd3, 0xb0, 0xb2, 0xbb, 0xb4, 0xed], /"gb18030" \(Chinese\)/],
    ['shift_jis', [0x89, 0x66, 0x89, 0xe6, 0x82, 0xf0, 0x8c, 0xa9, 0x82, 0xbd], /"shift_jis" \(Japanese\)/],
  ])('of %s are not taken for a Western language where most of the file is ASCII', async (encoding, word, remedy) => {
    const english = ' and much English text'.repeat(20);
    const content = Buffer.concat([Buffer.from('text,label\n'), Buffer.from(word), Buffer.from(`${english},a\n`)]);
    await expect(readContent('a.csv', content)).rejects.toMatchObject({ remedy: expect.stringMatching(remedy) });
    const text = new TextDecoder(encoding).decode(Uint8Array.from(word));
    expect((await rowsOf('a.csv', content, { encoding }))[0]?.[0]).toContain(text);
  });

  test('that are not what is named say so with the line', async () => {
    const read = readContent('a.csv', Buffer.from([...Buffer.from('text,label\nfine,a\n'), 0x80, 0x80, 10]), {
      encoding: 'shift_jis',
    });
    await expect(read).rejects.toThrow(/a\.csv:3: is not text in the encoding shift_jis/);
  });

  test('of characters that lie across two chunks are read whole', async () => {
    const long = `text,label\n${'x'.repeat((1 << 18) - 13)}é🙂茶,a\n`;
    const read = await rowsOf('a.csv', long);
    expect(read[0]![0].slice(-4)).toBe('é🙂茶');
  });
});

describe('JSON', () => {
  test('arrays of objects are read with the line of each', async () => {
    const content = '[\n  {"text": "a ] \\" }", "label": 1},\n  {\n    "text": "b",\n    "label": "x"\n  }\n]\n';
    expect(await rowsOf('a.json', content)).toEqual([
      ['a ] " }', '1', 2],
      ['b', 'x', 3],
    ]);
    expect(await rowsOf('a.jsonl', content)).toHaveLength(2);
    expect(await rowsOf('a.json', '[]')).toEqual([]);
  });

  test('arrays larger than a chunk are read in parts', async () => {
    const objects = Array.from({ length: 20000 }, (_, i) => ({ text: `text ${i} [{"`, label: `${i % 2}` }));
    const read = await rowsOf('a.json', JSON.stringify(objects, null, 1));
    expect(read).toHaveLength(20000);
    expect(read.at(-1)).toEqual(['text 19999 [{"', '1', 2 + 19999 * 4]);
  });

  test('files of one object per line may be named .json', async () => {
    expect(await rowsOf('a.json', '{"text":"fine","label":"a"}\n{"text":"dull","label":"b"}\n')).toHaveLength(2);
  });

  test.each([
    ['an array that is cut off', '[{"text": "a", "label": "b"},\n', /a\.json:2: the JSON array is not closed/],
    [
      'an object that is cut off',
      '[{"text": "a", "label": "b"},\n {"text": ',
      /a\.json:2: the JSON value that begins here is not closed/,
    ],
    ['an array of texts', '["a", "b"]', /a\.json:1: not a JSON object/],
  ])('says what is wrong with %s', async (_, content, message) => {
    await expect(readContent('a.json', content)).rejects.toThrow(message);
  });

  test('values are found by paths of keys', async () => {
    const content = '{"review": {"text": "fine"}, "meta": {"y": {"stars": 5}}}\n';
    const options = { textColumn: 'review.text', labelColumn: 'meta.y.stars' };
    expect(await rowsOf('a.jsonl', content, options)).toEqual([['fine', '5', 1]]);
    await expect(readContent('a.jsonl', content, { textColumn: 'review' })).rejects.toMatchObject({
      message: expect.stringMatching(/"review" is {"text":"fine"}; allowed: a text/),
      remedy: 'Name a value in it: "review.text".',
    });
    expect(await rowsOf('a.jsonl', '{"a.b": "own", "a": {"b": "nested"}, "label": 1}', { textColumn: 'a.b' })).toEqual([
      ['own', '1', 1],
    ]);
  });

  test('a label in a list is the label; of several the row is named', async () => {
    expect(await rowsOf('a.jsonl', '{"text": "fine", "label": ["a"]}')).toEqual([['fine', 'a', 1]]);
    await expect(
      readContent('a.jsonl', '{"text": "x", "label": ["a"]}\n{"text": "y", "label": ["a", "b"]}'),
    ).rejects.toThrow(/a\.jsonl:2: "label" is a list of 2 values: \["a","b"\]; allowed: a list of one/);
  });

  test('whole numbers beyond 2⁵³ keep their digits', async () => {
    const [one, other] = ['90071992547409931', '-90071992547409932'];
    const objects = [`{"text": "id ${one}", "label": ${one}}`, `{"label": [${other}], "text": ${one}}`];
    const expected = [
      [`id ${one}`, one, 1],
      [one, other, 2],
    ];
    expect(await rowsOf('a.jsonl', objects.join('\n'))).toEqual(expected);
    expect(await rowsOf('a.json', `[${objects.join(',\n')}]`)).toEqual(expected);
  });

  test('other numbers that JSON readers do not tell apart are refused as labels', async () => {
    await expect(readContent('a.jsonl', '{"text": "x", "label": 9007199254740993e3}')).rejects.toThrow(
      /a\.jsonl:1: "label" is 900719/,
    );
  });

  test('objects without labels are read where they are optional', async () => {
    const content = '{"text": "fine"}\n{"text": "dull"}\n';
    expect(await rowsOf('a.jsonl', content, { isLabelOptional: true })).toEqual([
      ['fine', null, 1],
      ['dull', null, 2],
    ]);
  });
});

describe('lines of fastText', () => {
  test('are found by how the file begins', async () => {
    expect(await rowsOf('a.txt', '__label__spam you have won\n\n__label__ham , see you\n')).toEqual([
      ['you have won', 'spam', 1],
      [', see you', 'ham', 3],
    ]);
  });

  test('have one label each', async () => {
    const read = readContent('a.txt', '__label__a x\n__label__a __label__b y\n');
    await expect(read).rejects.toThrow(/a\.txt:2: has 2 labels: __label__a __label__b/);
    await expect(readContent('a.txt', '__label__a x\ny\n')).rejects.toThrow(/a\.txt:2: "label" is empty/);
  });
});

describe('Parquet', () => {
  const fixture = (name: string) => resolve('test/fixtures/parquet', `${name}.parquet`);

  test.each(['snappy', 'zstd', 'gzip', 'brotli', 'lz4', 'none'])(
    'compressed by %s is read by row groups, its labels named by its schema',
    async (compression) => {
      const { rows, findings } = await readPath(fixture(compression));
      expect(listed(rows)).toEqual([
        ['the tea was warm and sweet', 'positive', 1],
        ['this kettle broke after a day', 'negative', 2],
        ['naïve 茶 lovers will smile 🙂', 'positive', 3],
        ['dull, slow and far too long', 'negative', 4],
        ['a bright and clever toy', 'positive', 5],
        ['never again', 'negative', 6],
      ]);
      expect(findings).toEqual(['info: its labels are named negative, positive by its schema']);
    },
  );

  test('without labels, −1 throughout, is read where they are optional', async () => {
    const { rows } = await readPath(fixture('unlabelled'), { isLabelOptional: true });
    expect(rows.map(({ label }) => label)).toEqual([null, null]);
    await expect(readPath(fixture('unlabelled'))).rejects.toThrow(/unlabelled\.parquet: row 1: "label" is null/);
  });

  test('has nested values, and errors name the row', async () => {
    const options = { textColumn: 'review.text', labelColumn: 'stars' };
    await expect(readPath(fixture('nested'), options)).rejects.toThrow(/nested\.parquet: row 3: "stars" is null/);
    const { rows } = await readPath(fixture('nested'), { ...options, emptyRows: 'skip' });
    expect(rows.map(({ text, label }) => [text, label])).toEqual([
      ['the tea was warm and sweet', '5'],
      ['this kettle broke after a day', '1'],
    ]);
    await expect(readPath(fixture('nested'))).rejects.toThrow(
      /nested\.parquet: no column "text"; columns: review, stars/,
    );
  });

  test('within an archive is refused', async () => {
    const read = readContent('a.parquet.gz', gzipSync('x'));
    await expect(read).rejects.toThrow(/Parquet within an archive cannot be read/);
  });

  test('that is none says so', async () => {
    await expect(readContent('a.parquet', csv)).rejects.toThrow(/a\.parquet: cannot be read as Parquet/);
    await expect(readPath('/nowhere/a.parquet')).rejects.toThrow(/a\.parquet: no such file/);
  });
});

test('an unknown extension names those that are known', async () => {
  await expect(readContent('a.xlsx', 'x')).rejects.toThrow(/unknown file extension "\.xlsx"; allowed: \.tsv, \.csv/);
});

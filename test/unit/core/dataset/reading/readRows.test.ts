import { describe, expect, test } from 'vitest';
import { readContent, rowsOf } from './reading.ts';

const film = ['a film, of sorts', 'pos', 2];
const tea = ['weak tea', 'neg', 3];

describe('a delimiter', () => {
  test.each([
    ['semicolons', 'text;label\na film, of sorts;pos\nweak tea;neg\n', 'info: its fields are separated by ";"'],
    ['tabs', 'text\tlabel\na film, of sorts\tpos\nweak tea\tneg\n', 'info: its fields are separated by tabs'],
    ['pipes', 'text|label\na film, of sorts|pos\nweak tea|neg\n', 'info: its fields are separated by "|"'],
  ])('of %s is found in a .csv file, which says so', async (_, content, finding) => {
    const { rows, findings } = await readContent('a.csv', content);
    expect(rows.map(({ text, label, line }) => [text, label, line])).toEqual([film, tea]);
    expect(findings).toEqual([finding]);
  });

  test('of commas is the usual one of .csv, tabs of .tsv, without a word', async () => {
    const csv = await readContent('a.csv', 'text,label\n"a film, of sorts",pos\nweak tea,neg\n');
    const tsv = await readContent('a.tsv', 'text\tlabel\na film, of sorts\tpos\nweak tea\tneg\n');
    expect(csv.rows).toEqual(tsv.rows);
    expect([csv.findings, tsv.findings]).toEqual([[], []]);
  });

  test('that is named is not looked for', async () => {
    expect(await rowsOf('a.csv', 'text;label|x\na;b|c\n', { delimiter: ';', labelColumn: 'label|x' })).toEqual([
      ['a', 'b|c', 2],
    ]);
  });

  test('is the one by which the header has the columns wanted, where several split the rows', async () => {
    expect(await rowsOf('a.csv', 'x,y;text;label\n1,2;a;b\n')).toEqual([['a', 'b', 2]]);
  });
});

describe('a file without a header', () => {
  const columns = ['label', 'title', 'text'];

  test('is read by the names of its columns; several text columns are joined by a space', async () => {
    const options = { columns, textColumn: ['title', 'text'] };
    expect(await rowsOf('a.csv', '3,Oil prices,They rise\n4,,A robot\n', options)).toEqual([
      ['Oil prices They rise', '3', 1],
      ['A robot', '4', 2],
    ]);
  });

  test('that has one all the same, the names given, is read below it', async () => {
    const { rows, findings } = await readContent('a.csv', 'label,title,text\n3,Oil,Up\n', { columns });
    expect(rows).toEqual([{ text: 'Up', label: '3', line: 2 }]);
    expect(findings).toEqual(['info: its first line repeats dataset.columns and is read as a header']);
  });

  test.each([
    ['a long text', 'ham\tgo until the very end of the road and then some more\nspam\tfree\n', /is as long as a text/],
    ['a number', '4,fine\n0,dull\n', /"4" is a number/],
    ['a label of other rows', 'ham\tgo\nspam\tfree\nham\tyes\nham\tno\n', /"ham" is a value of the rows below/],
  ])('is told by %s in the header, with what to write', async (_, content, reason) => {
    const read = readContent(content.includes('\t') ? 'a.tsv' : 'a.csv', content);
    await expect(read).rejects.toThrow(reason);
    await expect(read).rejects.toThrow(
      /:1: no column "text"; columns: .*this line looks like a row, not like a header/,
    );
    await expect(read).rejects.toMatchObject({ remedy: expect.stringMatching(/"columns": \["label", "text"\]/) });
  });

  test('whose first row was taken for the names of its columns is reported', async () => {
    const content = 'ham\tgo\nspam\tfree\nham\tyes\nham\tno\n';
    const { findings } = await readContent('a.tsv', content, { textColumn: 'go', labelColumn: 'ham' });
    expect(findings).toEqual([
      expect.stringMatching(/^warning: its first line is read as a header but looks like a row/),
    ]);
  });

  test('has to have as many fields as there are names', async () => {
    const read = readContent('a.csv', 'a,b\n', { columns: ['text', 'label', 'more'] });
    await expect(read).rejects.toThrow(/:1: the number of fields is 2; allowed: 3, as many as dataset.columns/);
  });
});

describe('quoting', () => {
  test("of tab-separated fields is found where pandas' way is kept: only those that need it", async () => {
    const content = 'text\tlabel\nplain\ta\n"she said ""no"""\tb\n"two\nlines"\ta\n';
    const { rows, findings } = await readContent('a.tsv', content);
    expect(rows).toEqual([
      { text: 'plain', label: 'a', line: 2 },
      { text: 'she said "no"', label: 'b', line: 3 },
      { text: 'two\nlines', label: 'a', line: 4 },
    ]);
    expect(findings).toEqual(['info: its fields are quoted']);
  });

  test.each([
    ['quotes that nothing needs', 'text\tlabel\n"Great"\ta\n'],
    ['a quote within a field', 'text\tlabel\n"no "" way"\ta\n5" disk\tb\n'],
    ['a quote that is never closed', 'text\tlabel\n"open\ta\nx\tb\n'],
  ])('of tab-separated fields is none where there are %s', async (_, content) => {
    const rows = await rowsOf('a.tsv', content);
    expect(rows[0]![0]).toBe(content.split('\n')[1]!.split('\t')[0]);
  });

  test('that tab-separated fields seem to have, though none was found, is reported', async () => {
    const content = 'text\tlabel\n"Great" film\ta\n"she said ""no"""\tb\n';
    const { rows, findings } = await readContent('a.tsv', content);
    expect(rows[1]!.text).toBe('"she said ""no"""');
    expect(findings).toEqual([
      expect.stringMatching(/^warning: 1 text looks like a quoted field and keeps its quotes/),
    ]);
    expect((await readContent('a.tsv', content, { quoting: 'none' })).findings).toEqual([]);
  });

  test('by backslashes is found in a .csv file', async () => {
    const content = 'text,label\n"she said \\"no\\", twice",a\n"C:\\\\tmp",b\n';
    const { rows, findings } = await readContent('a.csv', content);
    expect(rows.map(({ text }) => text)).toEqual(['she said "no", twice', 'C:\\tmp']);
    expect(findings).toEqual(['info: quotes in its fields are written \\"']);
  });

  test('is as it is named', async () => {
    const content = 'text,label\n"a",b\n';
    expect(await rowsOf('a.csv', content, { quoting: 'none' })).toEqual([['"a"', 'b', 2]]);
    expect(await rowsOf('a.csv', content, { quoting: 'double' })).toEqual([['a', 'b', 2]]);
    expect(await rowsOf('a.csv', 'text,label\na\\,b,c\n', { quoting: 'backslash' })).toEqual([['a,b', 'c', 2]]);
  });

  test('that is left open names the line where it began', async () => {
    const content = 'text,label\nx,a\n"y,b\nz,a\nz,b\n';
    await expect(readContent('a.csv', content)).rejects.toThrow(
      /a\.csv:3: the quoted field that begins here is not closed$/,
    );
  });

  test('that ends within a field names the line where it began', async () => {
    const content = 'text,label\nx,a\n"y,b\nz,a\nz "quoted" word,b\n';
    await expect(readContent('a.csv', content)).rejects.toThrow(
      /a\.csv:3: the quoted field that begins here continues/,
    );
  });

  test('that makes a row of many lines is reported', async () => {
    const content = `text,label\nx,a\n"${'line\n'.repeat(30)}",b\n`;
    expect((await readContent('a.csv', content)).findings).toEqual([
      'warning: a row has more than 20 lines, the first in line 3: is a quote left open there?',
    ]);
  });
});

describe('lines', () => {
  test.each(['\n', '\r\n'])('are counted right below fields of several lines, broken by %j', async (newline) => {
    const content = ['text,label', '"one', 'two', 'three",a', '', 'four,b', '"five', '",a', ''].join(newline);
    const rows = await rowsOf('a.csv', content);
    expect(rows.map(([, , line]) => line)).toEqual([2, 6, 7]);
    await expect(readContent('a.csv', `${content}six,`)).rejects.toThrow(/a\.csv:9: "label" is empty/);
  });

  test('may be broken by carriage returns alone', async () => {
    expect(await rowsOf('a.csv', 'text,label\rfine,a\rdull,b\r')).toEqual([
      ['fine', 'a', 2],
      ['dull', 'b', 3],
    ]);
  });

  test('that are blank do not count as rows, also before the header', async () => {
    expect(await rowsOf('a.csv', '\n \ntext,label\n\nfine,a\n\n')).toEqual([['fine', 'a', 5]]);
  });
});

describe('rows without text or label', () => {
  const content = 'text,label\nfine,a\n ,a\ndull,\n,\nbad,b\n';

  test('are an error that says how to leave them out', async () => {
    const read = readContent('a.csv', content);
    await expect(read).rejects.toThrow(/a\.csv:3: "text" is empty$/);
    await expect(read).rejects.toMatchObject({ remedy: expect.stringContaining('"emptyRows": "skip"') });
  });

  test('are left out and counted if asked for', async () => {
    let empty = 0;
    const { rows } = await readContent('a.csv', content, { emptyRows: 'skip', onEmptyRow: () => empty++ });
    expect(rows.map(({ line }) => line)).toEqual([2, 6]);
    expect(empty).toBe(3);
  });
});

test('a file without labels is read where they are optional', async () => {
  expect(await rowsOf('a.csv', 'id,text\n1,fine\n', { isLabelOptional: true })).toEqual([['fine', null, 2]]);
  await expect(readContent('a.csv', 'id,text\n1,fine\n')).rejects.toThrow(/:1: no column "label"; columns: id, text/);
});

describe('a pair of texts', () => {
  const options = { textColumn: ['premise', 'hypothesis'], pair: true };

  test('is joined by a separator', async () => {
    expect(await rowsOf('a.csv', 'label,premise,hypothesis\nno,a man sleeps,he is up\n', options)).toEqual([
      ['a man sleeps [SEP] he is up', 'no', 2],
    ]);
  });

  test.each([
    ['no,,he is up', 'a.csv:2: "premise" is empty'],
    ['no,a man,', 'a.csv:2: "hypothesis" is empty'],
    ['no,a [SEP] b,c', 'a.csv:2: "premise" has " [SEP] " in it, which separates the texts of a pair'],
  ])('is an error in the row %j', async (row, message) => {
    await expect(rowsOf('a.csv', `label,premise,hypothesis\n${row}\n`, options)).rejects.toThrow(message);
  });
});

describe('a column of marked parts', () => {
  const options = { rationaleColumn: 'why' };

  test('is read with the rows of a table', async () => {
    const { rows } = await readContent('a.tsv', 'text\tlabel\twhy\nso dull\tneg\t1\na film\tpos\t\n', options);
    expect(rows.map(({ rationales }) => rationales)).toEqual([
      { rationale: [{ start: 3, end: 7 }] },
      { rationale: [] },
    ]);
  });

  test('that is missing or wrong is an error that names the line', async () => {
    await expect(readContent('a.tsv', 'text\tlabel\nso dull\tneg\n', options)).rejects.toThrow(/a\.tsv:1: .*"why"/);
    await expect(readContent('a.tsv', 'text\tlabel\twhy\nso dull\tneg\t2\n', options)).rejects.toMatchObject({
      message: expect.stringMatching(/a\.tsv:2: "why" has token 2; the tokens of the text are 0 to 1$/),
      remedy: expect.stringContaining('"rationaleFormat": "tokens"'),
    });
  });
});

import { describe, expect, test } from 'vitest';
import { openDataset } from '../../../../../src/core/dataset/dataset.ts';
import { dataSummarySchema } from '../../../../../src/core/dataset/summary/dataSummary.ts';
import { openTokenizer } from '../../../../../src/core/dataset/subword/openTokenizer.ts';
import { SubwordReader } from '../../../../../src/core/dataset/subwordReader.ts';
import { experimentOn, folderOf } from '../experiments.ts';

type Rows = readonly (readonly [text: string, label: string])[];

const csv = (rows: Rows) => ['text,label', ...rows.map((row) => row.join(','))].join('\n');

/** Summarizes the data of files `NAME.csv` with these rows; train, dev and test are read from the files of these names. */
async function summaryOf(
  files: Readonly<Record<string, Rows>>,
  dataset: object = {},
  rest: object = {},
  subwords?: SubwordReader,
) {
  const baseDir = folderOf(Object.fromEntries(Object.entries(files).map(([name, rows]) => [`${name}.csv`, csv(rows)])));
  const named = { train: 'train.csv', ...(files.dev && { dev: 'dev.csv' }), ...(files.test && { test: 'test.csv' }) };
  const experiment = experimentOn({ source: 'files', ...named, ...dataset }, rest);
  return (await openDataset(experiment, { baseDir, subwords })).summary;
}

/** Rows with different texts of `first` and six words that all rows have in common. */
const rowsFrom = (first: string, count: number, labels: readonly string[] = ['no', 'yes']): Rows =>
  Array.from({ length: count }, (_, i) => {
    const words = Array.from({ length: 6 }, (_, bit) => ((i >> bit) % 2 ? 'fine' : 'dull'));
    return [`${first} ${words.join(' ')}`, labels[i % labels.length]!];
  });

const apart = { train: rowsFrom('a', 20), dev: rowsFrom('a a', 10), test: rowsFrom('a a a', 10) };

/** The warnings about data whose splits are fine, but for these training rows. */
const warningsOf = async (train: Rows, dataset: object = {}) => (await summaryOf({ train }, dataset)).warnings;

describe('the summary of a data set', () => {
  test('has the texts, lengths, cuts and unknown words of each split, and the texts of each class', async () => {
    const summary = await summaryOf(
      {
        train: [
          ['one two three four', 'a'],
          ['one two', 'b'],
          ['one', 'b'],
          ['two', 'a'],
        ],
        dev: [
          ['one new', 'a'],
          ['one two three', 'b'],
        ],
        test: [
          ['new one two five six', 'b'],
          ['two newer', 'a'],
        ],
      },
      {},
      { model: { maxLength: 3 } },
    );
    expect(dataSummarySchema.parse(summary)).toEqual(summary);
    expect(summary).toMatchObject({
      splits: {
        train: { texts: 4, tokens: 8, length: { median: 1, p95: 4, max: 4 }, cut: { texts: 1, tokens: 1 }, unknown: 0 },
        dev: { texts: 2, tokens: 5, length: { median: 2, p95: 3, max: 3 }, cut: { texts: 0, tokens: 0 }, unknown: 1 },
        test: { texts: 2, tokens: 7, length: { median: 2, p95: 5, max: 5 }, cut: { texts: 1, tokens: 2 }, unknown: 2 },
      },
      classes: [
        { name: 'a', train: 2, dev: 1, test: 1 },
        { name: 'b', train: 2, dev: 1, test: 1 },
      ],
      vocabulary: 6,
      maxLength: 3,
      leftOut: { otherClasses: 0, balanced: 0, empty: 0 },
    });
  });

  test('counts the rows of other classes and those without text or label', async () => {
    const rows: Rows = [...rowsFrom('a', 20), ['so so', 'maybe'], ['who knows', 'maybe'], ['', 'no'], ['fine', '']];
    const { leftOut, warnings } = await summaryOf({ train: rows }, { classes: ['no', 'yes'], emptyRows: 'skip' });
    expect(leftOut).toEqual({ otherClasses: 2, balanced: 0, empty: 2 });
    expect(warnings).toEqual([]);
  });

  test('has no warning where all is well', async () => {
    expect((await summaryOf(apart, {}, { tokenizer: { minFrequency: 1 } })).warnings).toEqual([]);
  });

  test('names the files of warnings of the reading relative to the experiment', async () => {
    const { warnings } = await summaryOf(
      { ...apart, test: [] },
      { columns: ['text', 'label'], test: ['dev.csv', 'dev.csv'] },
    );
    expect(warnings[0]).toBe('dev.csv: is named twice in test, so its rows count twice; name it once');
  });
});

describe('a warning is given', () => {
  test.each([
    ['Spam', 'spam', 'upper and lower case', '"Spam" (10 rows) and "spam" (10 rows)'],
    ['very bad', 'very  bad', 'white space or invisible characters', '"very bad" (10 rows) and "very  bad" (10 rows)'],
    ['ham', 'h\u200bam', 'white space or invisible characters', '"ham" (10 rows) and "h\\u200bam" (10 rows)'],
    ['caf\u00e9', 'cafe\u0301', 'Unicode form', '"caf\u00e9" (10 rows) and "cafe\\u0301" (10 rows)'],
    ['\uff21', 'A', 'Unicode form', '"\uff21" (10 rows) and "A" (10 rows)'],
    ['1', '1.0', 'how a number is written', '"1" (10 rows) and "1.0" (10 rows)'],
  ])('where labels %j and %j differ in their writing', async (one, other, difference, shown) => {
    const warnings = await warningsOf(rowsFrom('a', 20, [one, other]));
    const sorted = [shown, shown.split(' and ').reverse().join(' and ')];
    expect(
      sorted.map(
        (labels) => `the labels ${labels} differ only in ${difference}; write them alike if they are one class`,
      ),
    ).toContain(warnings[0]);
    expect(warnings).toHaveLength(1);
  });

  test('where rows are left out for a label that is a class but for its writing', async () => {
    const warnings = await warningsOf([...rowsFrom('a', 20), ['so good', 'Yes']], { classes: ['no', 'yes'] });
    expect(warnings).toEqual([
      'the labels "Yes" (left out, 1 row) and "yes" (10 rows) differ only in upper and lower case; write them alike if they are one class',
    ]);
  });

  test('where a class has a single text', async () => {
    expect(await warningsOf([...rowsFrom('a', 20), ['so so', 'maybe']])).toEqual([
      'a class has too few texts to be measured: "maybe" (1 in train, 0 in dev, 0 in test); give more texts, or leave such classes out by dataset.classes',
    ]);
  });

  test('where a class is missing from test', async () => {
    const { warnings } = await summaryOf({ ...apart, test: rowsFrom('a a a', 10, ['no']) });
    expect(warnings[0]).toContain('too few texts to be measured: "yes" (10 in train, 5 in dev, 0 in test)');
  });

  test('where train and test are the same file', async () => {
    const { warnings } = await summaryOf(apart, { test: 'train.csv' });
    expect(warnings).toEqual([
      'all 20 texts of test are in train as well (both read train.csv), so results on test do not hold for new texts; name another file, or leave "test" out to have it drawn',
    ]);
  });

  test('where test is a copy of train', async () => {
    const { warnings } = await summaryOf({ ...apart, test: apart.train });
    expect(warnings[0]).toContain('all 20 texts of test are in train as well (test.csv:2 is train.csv:2)');
  });

  test('with the number of texts that are in several splits, and the lines of the first', async () => {
    const { warnings } = await summaryOf({ ...apart, test: [...apart.test, ...apart.train.slice(3, 6)] });
    expect(warnings).toEqual([
      '3 of 13 texts of test are in train as well (test.csv:12 is train.csv:5), so results on test do not hold for new texts; remove them from train',
    ]);
  });

  test('where a file is named twice', async () => {
    expect((await summaryOf(apart, { train: ['train.csv', 'train.csv'] })).warnings).toEqual([
      'train.csv: is named twice in train, so its rows count twice; name it once',
    ]);
  });

  test('where text and label are swapped', async () => {
    const columns = { textColumn: 'label', labelColumn: 'text' };
    const { warnings } = await summaryOf(apart, { ...columns, dev: 'train.csv', test: 'train.csv' });
    expect(warnings[0]).toBe(
      'the columns look swapped (the labels are long and nearly all different, the texts are short and few); exchange dataset.textColumn and dataset.labelColumn',
    );
  });

  test('where texts are cut', async () => {
    const { warnings } = await summaryOf(apart, {}, { model: { maxLength: 7 } });
    expect(warnings).toEqual([
      '50.0 % of the texts are longer than 7 tokens and are cut: 9.7 % of all tokens are not read; raise model.maxLength (95 % of the training texts have at most 7)',
    ]);
  });

  test('where many tokens are unknown to an encoder', async () => {
    const subwords = new SubwordReader(await openTokenizer('test/fixtures/subwords/wordpiece'), 9);
    const dev: Rows = rowsFrom('🜚 🜛 🜚 🜛 🜚', 10);
    const { warnings } = await summaryOf({ ...apart, dev }, {}, {}, subwords);
    expect(warnings).toContainEqual(
      expect.stringMatching(
        /^[\d.]+ % of the tokens of dev are unknown to the encoder; choose one for this language by /,
      ),
    );
    expect(warnings.join()).not.toContain('tokenizer.');
  });

  test('where many words are unknown', async () => {
    const { warnings } = await summaryOf({ ...apart, dev: rowsFrom('an unseen film', 10) });
    expect(warnings).toEqual([
      '33.3 % of the words of dev are unknown, the model reads them as <UNK>; give more training texts, or set tokenizer.kind to "words", tokenizer.lowercase to true or tokenizer.minFrequency to 1',
    ]);
  });

  test('where one class has nearly all texts', async () => {
    expect(await warningsOf(rowsFrom('a', 60, ['no', 'no', 'no', 'no', 'no', 'yes']))).toEqual([
      expect.stringMatching(
        /^83.3 % of the training texts are "no", so a model that always answers this has a high accuracy; judge by macro F1/,
      ),
    ]);
  });
});

test('sentences of the planted grammar may be in several splits', async () => {
  const { summary } = await openDataset(experimentOn({ source: 'planted', sentences: 200 }), { baseDir: '.' });
  expect(summary.warnings).toEqual([]);
});

import * as z from 'zod';
import { checkFiles, isEncoding } from '../rules.ts';
import { explained, paths, ruled, splitSeed } from './fields.ts';

const columnName = () => z.string().min(1);
const encodingWords =
  'a name of the WHATWG Encoding Standard, such as "utf-8", "windows-1252", "utf-16le" or "gb18030"';

export const uncheckedFiles = z.strictObject({
  source: z
    .literal('files')
    .describe(
      'Your own files: TSV, CSV, JSONL, JSON, Parquet or fastText lines, also packed as .gz or .zip; a folder of the Hugging Face hub.',
    ),
  train: paths().describe(
    'Training file or files, relative to the experiment file: a path, a pattern such as `data/train-*.parquet`, an entry of an archive such as `reviews.zip/train.csv`, or a folder whose files are told apart by train, validation and test in their names.',
  ),
  dev: paths()
    .optional()
    .describe(
      'Development file or files. Without it those of the folder `train`, else a share of the training rows is set aside.',
    ),
  test: paths()
    .optional()
    .describe(
      'Test file or files; they may lack labels. Without it those of the folder `train`, else a share of the training rows is set aside.',
    ),
  textColumn: z
    .union([columnName(), z.array(columnName()).min(1)])
    .default('text')
    .describe(
      'Column (JSON: key, or path of keys such as `review.text`) that holds the text; of several, the texts are joined by a space, unless `pair` is true.',
    ),
  pair: z
    .boolean()
    .default(false)
    .describe(
      'Whether the two columns of textColumn are a pair of texts, such as premise and hypothesis, which a pretrained encoder reads with its special tokens between them and with segments.',
    ),
  labelColumn: columnName().default('label').describe('Column (JSON: key, or path of keys) that holds the class.'),
  rationaleColumn: columnName()
    .optional()
    .describe(
      'Column (JSON: key, or path of keys) that marks the parts of the text that people found decisive: a list, or its text. The evaluation measures how well rankings of words find them.',
    ),
  rationaleFormat: z
    .enum(['auto', 'tokens', 'characters', 'marks'])
    .default('auto')
    .describe('What the numbers of rationaleColumn are.')
    .meta(
      explained({
        auto: 'Pairs are characters, a 0 or 1 for each token is marks, all else is tokens.',
        tokens: 'Numbers of tokens from 0: [3, 4]. Tokens are separated by white space.',
        characters: 'Spans [start, end] of characters from 0, or single characters: [[0, 4], [9, 15]].',
        marks: 'A 0 or 1 for each token: [0, 1, 1]; of lists by several people, what at least half of them marked.',
      }),
    ),
  columns: z
    .array(columnName())
    .min(1)
    .optional()
    .describe('Names of the columns of TSV and CSV files without a header, in order.'),
  format: z
    .enum(['tsv', 'csv', 'jsonl', 'json', 'fasttext', 'parquet'])
    .optional()
    .describe("Format of all files; without it, each file's extension decides, or how it begins.")
    .meta(
      explained({
        tsv: 'Fields separated by tabs.',
        csv: 'Fields separated by commas, unless `delimiter` or the file says otherwise.',
        jsonl: 'One JSON object per line.',
        json: 'One array of JSON objects.',
        fasttext: 'Lines such as `__label__spam you have won`.',
        parquet: 'Apache Parquet, as the Hugging Face hub has it.',
      }),
    ),
  delimiter: z
    .enum([',', ';', '\t', '|'])
    .optional()
    .describe('What separates the fields of TSV and CSV files; without it, the first lines of each file decide.')
    .meta(explained({ ',': 'Commas.', ';': 'Semicolons.', '\t': 'Tabs.', '|': 'Pipes.' })),
  quoting: z
    .enum(['auto', 'none', 'double', 'backslash'])
    .default('auto')
    .describe('How fields of TSV and CSV files are quoted.')
    .meta(
      explained({
        auto: 'By the first lines. Tabs: none, unless the whole header or exactly the fields that need it are quoted; else double.',
        none: 'Quotes are part of the texts.',
        double: 'Fields within quotes, quotes in them doubled: "a ""b"" c".',
        backslash: 'Fields within quotes, quotes in them after a backslash: "a \\"b\\" c".',
      }),
    ),
  encoding: z
    .string()
    .refine(isEncoding, encodingWords)
    .meta({ examples: ['utf-8', 'windows-1252', 'utf-16le', 'gb18030', 'shift_jis'] })
    .optional()
    .describe(
      'Encoding of text files, by its name in the WHATWG Encoding Standard; without it UTF-8, or what a byte-order mark says.',
    ),
  emptyRows: z
    .enum(['error', 'skip'])
    .default('error')
    .describe('What a row without text or label is.')
    .meta(explained({ error: 'An error that names its line.', skip: 'Left out and counted.' })),
  classes: z
    .array(z.string().min(1))
    .min(2)
    .optional()
    .describe(
      'Labels in the order of the class numbers; rows with other labels are dropped. By default all labels of the training files, sorted.',
    ),
  split: z
    .strictObject({
      dev: z
        .number()
        .gt(0)
        .lt(1)
        .default(0.1)
        .describe('Share of the training rows that is used for development if `dev` is not given.'),
      test: z
        .number()
        .gt(0)
        .lt(1)
        .default(0.1)
        .describe('Share of the training rows that is used for the test if `test` is not given.'),
      seed: splitSeed(),
    })
    .prefault({})
    .describe(
      'Seeded random split of the training rows, for splits without a file of their own. It is stratified by class, and equal texts stay in one split.',
    ),
});

export const files = uncheckedFiles
  .check(checkFiles)
  .meta(
    ruled(
      '`textColumn`, `labelColumn` and `rationaleColumn` are different columns; with `columns`, they are among them.',
      '`pair` needs exactly two columns in `textColumn` and `model.pretrained`; `rationaleColumn` needs exactly one.',
      '`classes` and `columns` name each of theirs once.',
      '`split.dev` and `split.test` have a sum below 1.',
    ),
  );

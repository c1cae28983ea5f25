import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { checkSources } from '../../../src/core/dataset/checkSources.ts';
import { openDataset } from '../../../src/core/dataset/dataset.ts';
import { describeReading, previewLines, proposeReading } from '../../../src/core/dataset/proposal.ts';
import { DocumentRecords } from '../../../src/core/dataset/reading/documentRecords.ts';
import type { FilesDataset } from '../../../src/core/dataset/reading/options.ts';
import { readHead } from '../../../src/core/dataset/readHead.ts';
import { experimentSchema, resolveExperiment } from '../../../src/core/experiment/schema.ts';
import { edits, jsonEdits, type Edit } from '../edits.ts';
import { reading, type Target } from '../target.ts';
import { zipOf } from '../../unit/core/dataset/reading/zip.ts';

const rows = Array.from({ length: 24 }, (_, i) => ({
  text: `${i % 2 ? 'a "fine", warm film; of' : 'dull\tgrey — story of'} ${i} words`,
  label: i % 2 ? 'pos' : 'neg',
}));
const field = (text: string) => `"${text.replaceAll('"', '""')}"`;
const table = (delimiter: string) =>
  [`text${delimiter}label`, ...rows.map(({ text, label }) => `${field(text)}${delimiter}${label}`), ''].join('\n');
const plainTsv = ['label\ttext', ...rows.map(({ text, label }) => `${label}\t${text.replaceAll('\t', ' ')}`), ''].join(
  '\n',
);

/** Valid files by extension; each is read as its name says unless the options say otherwise. */
const texts: Readonly<Record<string, readonly string[]>> = {
  csv: [table(','), table(';'), table('|'), table(',').replaceAll('\n', '\r\n'), table(',').replaceAll('\n', '\r')],
  tsv: [plainTsv, table('\t')],
  jsonl: [
    rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    rows.map((row) => JSON.stringify({ label: [row.label], review: row, text: row.text })).join('\n'),
  ],
  json: [JSON.stringify(rows, null, 1), JSON.stringify(rows)],
  txt: [rows.map(({ text, label }) => `__label__${label} ${text}\n`).join('')],
};
const parquetFolder = resolve(import.meta.dirname, '../../fixtures/parquet');
const parquet = readdirSync(parquetFolder)
  .filter((name) => name.endsWith('.parquet'))
  .map((name) => readFileSync(join(parquetFolder, name)));

interface DataFileInput {
  readonly name: string;
  readonly bytes: Buffer<ArrayBuffer>;
}

const apply = (bytes: Buffer<ArrayBuffer>, change: Edit | null) => (change ? change(bytes) : bytes);
const changes = fc.option(edits, { freq: 8 });

const textInput = fc
  .constantFrom(...Object.keys(texts))
  .chain((extension) =>
    fc.tuple(
      fc.constant(extension),
      fc.constantFrom(...texts[extension]!),
      fc.constantFrom<BufferEncoding>('utf8', 'utf8', 'utf8', 'utf16le', 'latin1'),
      fc.oneof({ weight: 3, arbitrary: edits }, { weight: 1, arbitrary: jsonEdits }),
      changes,
    ),
  )
  .map(([extension, text, encoding, first, second]): DataFileInput => ({
    name: `a.${extension}`,
    bytes: apply(first(Buffer.from(text, encoding)), second),
  }));
/** Tables of any text, written without care for quotes and delimiters. */
const anyCell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('"', '""', '\n', 'a', '', ' ', '\0'),
);
const looseTable = fc
  .tuple(
    fc.constantFrom('csv', 'tsv', 'jsonl', 'json', 'txt'),
    fc.constantFrom(',', ';', '\t', '|'),
    fc.array(fc.array(anyCell, { maxLength: 5 }), { maxLength: 12 }),
    fc.boolean(),
  )
  .map(([extension, delimiter, cells, hasHeader]): DataFileInput => {
    const header = hasHeader ? [['text', 'label']] : [];
    return {
      name: `a.${extension}`,
      bytes: Buffer.from([...header, ...cells].map((row) => row.join(delimiter)).join('\n')),
    };
  });
const parquetInput = fc
  .tuple(fc.constantFrom(...parquet), edits)
  .map(([bytes, edit]): DataFileInput => ({ name: 'a.parquet', bytes: edit(bytes) }));
const packedInput = fc.tuple(fc.oneof(textInput, looseTable), fc.boolean(), changes).map(([file, isZip, change]) => ({
  name: isZip ? 'a.zip' : `${file.name}.gz`,
  bytes: apply(isZip ? zipOf({ [file.name]: file.bytes }) : gzipSync(file.bytes, { level: 1 }), change),
}));

const column = fc.constantFrom('text', 'label', 'review.text', 'a', '', '__proto__', 'toString', '0', 'text.length');
const someOptions = fc.record(
  {
    format: fc.constantFrom('tsv', 'csv', 'jsonl', 'json', 'fasttext', 'parquet'),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    quoting: fc.constantFrom('auto', 'none', 'double', 'backslash'),
    encoding: fc.constantFrom(
      'utf-8',
      'windows-1252',
      'utf-16le',
      'utf-16be',
      'gb18030',
      'shift_jis',
      'iso-2022-jp',
      'x-user-defined',
    ),
    emptyRows: fc.constantFrom('error', 'skip'),
    textColumn: fc.oneof(column, fc.array(column, { minLength: 1, maxLength: 3 })),
    labelColumn: column,
    columns: fc.uniqueArray(column, { minLength: 1, maxLength: 4 }),
    classes: fc.constant(['neg', 'pos']),
  },
  { requiredKeys: [] },
);
/** Most often as the file says itself: with every option at random, few files have rows at all. */
const options = fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: someOptions });

function experimentOn(dataset: object) {
  const file = experimentSchema.safeParse({ dataset: { source: 'files', ...dataset }, tokenizer: { minFrequency: 1 } });
  return file.success ? resolveExperiment(file.data, 'fuzz') : null;
}

/** Every way in which the product reads a file of the user. */
export const dataTarget: Target = {
  name: 'data files',
  share: 42,
  open: async (folder) =>
    reading({
      inputs: fc.record({
        file: fc.oneof(
          { weight: 6, arbitrary: textInput },
          { weight: 3, arbitrary: looseTable },
          { weight: 2, arbitrary: parquetInput },
          { weight: 2, arbitrary: packedInput },
        ),
        options,
      }),
      reads({ file: { name, bytes }, options }) {
        const experiment = experimentOn({ train: name, ...options });
        if (!experiment) return [];
        const dataset = experiment.dataset as FilesDataset;
        const path = join(folder, name);
        writeFileSync(path, bytes);
        return [
          () => checkSources(experiment, folder),
          () => readHead(path, dataset, 5),
          async () => {
            const { head } = await proposeReading(path);
            return [describeReading(head), previewLines(head)];
          },
          () => openDataset(experiment, { baseDir: folder }),
          () => {
            if (name === 'a.parquet' || dataset.format === 'parquet') return;
            const records = new DocumentRecords(bytes.toString(), dataset, name);
            for (let line = 0; line < 30; line++) records.at(line);
          },
        ];
      },
    }),
};

const fileName = fc.oneof(
  fc.constantFrom(
    'train.csv',
    'test.tsv',
    'validation.jsonl',
    'data/train-00000-of-00002.parquet',
    'a.zip/train.csv',
    'train.json',
  ),
  fc.constantFrom(
    'snapshots/1/train.csv',
    'snapshots/2/train.csv',
    'refs/main',
    'a/b/c/d/e/train.csv',
    'x.zip',
    'train.csv/train.csv',
  ),
  fc.string({ unit: fc.constantFrom(...'a*?[]{}.+\\$^|é \u202e'), minLength: 1, maxLength: 12 }),
);
const named = fc.oneof(
  fileName,
  fc.constantFrom('.', 'data', '*', '*/*', '**', 'data/*', '*.csv', 'a.zip/*', '?', '\0'),
);

/** Folders of data sets: names, patterns, archives and the cache of the hub. */
export const folderTarget: Target = {
  name: 'data folders',
  share: 4,
  open: async (folder) =>
    reading({
      inputs: fc.record({
        files: fc.array(fc.tuple(fileName, fc.oneof(textInput, looseTable, packedInput)), { maxLength: 5 }),
        train: fc.oneof(named, fc.array(named, { minLength: 1, maxLength: 3 })),
        test: fc.option(named, { nil: undefined }),
      }),
      reads({ files, train, test }) {
        const root = join(folder, 'data');
        rmSync(root, { recursive: true, force: true });
        mkdirSync(root);
        for (const [name, { bytes }] of files) tryToWrite(join(root, name), bytes);
        const experiment = experimentOn({ train, ...(test !== undefined && { test }) });
        if (!experiment) return [];
        return [() => checkSources(experiment, root), () => openDataset(experiment, { baseDir: root })];
      },
    }),
};

/** Not where a name is a folder already, or has a file as its folder. */
function tryToWrite(path: string, bytes: Buffer): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  } catch {
    // another file of the input has that name
  }
}

import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ExplainedRow } from './explainedRow.ts';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];
type Columns = readonly SchemaElement[];

const scalar = (name: string, type: 'INT32' | 'DOUBLE' | 'BOOLEAN'): Columns => [
  { name, type, repetition_type: 'OPTIONAL' },
];
const string = (name: string): Columns => [
  { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
];
const struct = (name: string, ...fields: readonly Columns[]): Columns => [
  { name, repetition_type: 'OPTIONAL', num_children: fields.length },
  ...fields.flat(),
];
/** `element`: its values, named "element". */
const list = (name: string, element: Columns): Columns => [
  { name, converted_type: 'LIST', repetition_type: 'OPTIONAL', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  ...element,
];

const place = [scalar('start', 'INT32'), scalar('end', 'INT32')];
const importance = [scalar('known', 'BOOLEAN'), scalar('keep', 'DOUBLE')];

/** Columns in their order, each with its value in a row. */
const columns: readonly { readonly column: Columns; readonly value: (row: ExplainedRow) => unknown }[] = [
  { column: scalar('line', 'INT32'), value: ({ row }) => row.line },
  { column: string('text'), value: ({ row }) => row.text },
  { column: string('label'), value: ({ row }) => row.label },
  { column: string('predicted'), value: ({ explanation }) => explanation.predicted },
  {
    column: list('probabilities', struct('element', string('class'), scalar('probability', 'DOUBLE'))),
    value: ({ explanation }) => explanation.probabilities,
  },
  { column: list('logits', scalar('element', 'DOUBLE')), value: ({ explanation }) => explanation.logits },
  {
    column: list(
      'tokens',
      struct('element', string('text'), scalar('id', 'INT32'), ...place, ...importance, scalar('word', 'INT32')),
    ),
    value: ({ explanation }) => explanation.tokens,
  },
  {
    column: list('words', struct('element', string('text'), ...place, scalar('pieces', 'INT32'), ...importance)),
    value: ({ explanation }) => explanation.words,
  },
  { column: scalar('unread', 'INT32'), value: ({ explanation }) => explanation.unread },
  {
    column: list(
      'pairs',
      struct('element', scalar('first', 'INT32'), scalar('second', 'INT32'), scalar('score', 'DOUBLE')),
    ),
    value: ({ explanation }) => explanation.pairs,
  },
  ...(['unused', 'monosemantic', 'polysemantic'] as const).map((label) => ({
    column: scalar(label, 'INT32'),
    value: ({ explanation }: ExplainedRow) => explanation.counts[label],
  })),
  {
    column: list(
      'neurons',
      struct(
        'element',
        scalar('layer', 'INT32'),
        scalar('index', 'INT32'),
        string('label'),
        scalar('activation', 'DOUBLE'),
        list('tokens', struct('element', scalar('token', 'INT32'), scalar('activation', 'DOUBLE'))),
      ),
    ),
    value: ({ explanation }) => explanation.neurons,
  },
  { column: list('ranking', scalar('element', 'DOUBLE')), value: ({ ranking }) => ranking && ranking.words },
];

const schema: SchemaElement[] = [
  { name: 'root', num_children: columns.length },
  ...columns.flatMap(({ column }) => column),
];

/** Apache Parquet with nested lists, a row group per batch; `ranking` is null where none was asked for. */
export async function* explanationParquet(rows: AsyncIterable<readonly ExplainedRow[]>): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const file = new ParquetWriter({ writer, schema, createdBy: 'safr' });
  const written = () => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
  };
  for await (const batch of rows) {
    if (batch.length === 0) continue;
    await file.write({
      columnData: columns.map(({ column, value }) => ({ name: column[0]!.name, data: batch.map(value) })),
      rowGroupSize: batch.length,
    });
    yield written();
  }
  await file.finish();
  yield written();
}

import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { expect, test } from 'vitest';
import type { ExplainedRow } from '../../../../src/cli/output/explainedRow.ts';
import { explanationFormat } from '../../../../src/cli/output/explanationFile.ts';
import { textOfIds } from '../../../../src/core/dataset/textReader.ts';
import { explainTexts } from '../../../../src/core/evaluation/explanation/explainTexts.ts';
import { fakeModel, plainRules } from '../../core/evaluation/fakeModel.ts';

const rules = {
  ...plainRules,
  attention: (i: number, j: number) => (i + j) / 10,
  hidden: (id: number) => [id, 9 - id, 0],
};

async function rows(): Promise<ExplainedRow[]> {
  const texts = [[9, 1, 3], [2]].map((ids) => textOfIds(Int32Array.from(ids)));
  const options = { ...fakeModel(rules), classes: ['bad', 'good'], theta: 0.5, texts, by: 'attention' as const };
  const labels = ['good', null];
  return (await explainTexts(options)).map((each, i) => ({
    row: { text: `t${i}`, label: labels[i]!, line: i + 2 },
    ...each!,
  }));
}

async function encoded(path: string, batches: readonly (readonly ExplainedRow[])[]): Promise<Buffer> {
  async function* given() {
    yield* batches;
  }
  const parts = [];
  for await (const part of explanationFormat(path)(given())) parts.push(part);
  return Buffer.concat(parts);
}

test('explanations are written as JSON lines with line, text and label', async () => {
  const all = await rows();
  const lines = (await encoded('a.jsonl', [all])).toString('utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    { version: 1, line: 2, text: 't0', label: 'good', ...all[0]!.explanation, ranking: all[0]!.ranking },
    { version: 1, line: 3, text: 't1', ...all[1]!.explanation, ranking: all[1]!.ranking },
  ]);
});

test('explanations are written as Parquet with nested lists, a row group per batch', async () => {
  const all = await rows();
  const bytes = await encoded('a.parquet', [[all[0]!], [], [all[1]!]]);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const read = await parquetReadObjects({ file, compressors });
  expect(read).toHaveLength(2);
  for (const [i, { explanation, ranking, row }] of all.entries()) {
    const { probabilities, logits, pairs, neurons, unread, counts, predicted } = explanation;
    expect(read[i]).toMatchObject({ ...row, predicted, probabilities, logits, pairs, neurons, unread, ...counts });
    expect(read[i]).toMatchObject({ ranking: ranking!.words });
    const withoutPlaces = explanation.tokens.map((token) => ({ ...token, inWord: undefined }));
    expect(read[i]!['tokens']).toEqual(withoutPlaces);
  }
});

test('other extensions are refused', () => {
  expect(() => explanationFormat('a.csv')).toThrow('a.csv: explanations cannot be written as ".csv"');
});

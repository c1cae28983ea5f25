import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readGivenExplanations, tokenImportances } from '../../../../src/core/dataset/givenExplanations.ts';
import { textOfWords, type ReadText } from '../../../../src/core/dataset/textReader.ts';

async function read(...lines: readonly (object | string)[]) {
  const path = join(mkdtempSync(join(tmpdir(), 'given-')), 'given.jsonl');
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  const found = [];
  for await (const { place, ...explanation } of readGivenExplanations(path)) {
    found.push({ ...explanation, place: place.split('/').at(-1) });
  }
  return found;
}

const spans = [
  { start: 0, end: 1 },
  { start: 2, end: 6 },
  { start: 7, end: 11 },
];

describe('a file of explanations', () => {
  test('has importances, tokens with their own, or what the explain command writes', async () => {
    const tokens = spans.map((span, i) => ({ ...span, keep: i / 4 }));
    expect(
      await read(
        { text: 'a warm film', importances: [0.5, -1, 2] },
        { line: 7, tokens: spans.map((span, i) => ({ ...span, importance: i })) },
        { line: 3, text: 'a warm film', tokens, predicted: 'yes' },
        { text: 'a warm film', tokens, ranking: { by: 'lime', scores: [3, 2, 1] } },
      ),
    ).toEqual([
      { place: 'given.jsonl:1', text: 'a warm film', line: undefined, importances: [0.5, -1, 2], spans: null },
      { place: 'given.jsonl:2', text: undefined, line: 7, importances: [0, 1, 2], spans },
      { place: 'given.jsonl:3', text: 'a warm film', line: 3, importances: [0, 0.25, 0.5], spans },
      { place: 'given.jsonl:4', text: 'a warm film', line: undefined, importances: [3, 2, 1], spans },
    ]);
  });

  test.each([
    [{ importances: [1] }, 'neither "text" nor "line"'],
    [{ text: 'a' }, 'neither "importances" nor "tokens"'],
    [{ text: 'a', importances: [1, 'x'] }, 'importances.1: '],
    [{ text: 'a', tokens: [{ start: 0, end: 1, keep: null }] }, 'tokens.0: neither "importance" nor "keep"'],
    ['{"text": ', 'not JSON'],
  ])('with the line %j is refused with file and line', async (line, message) => {
    const refused = read({ text: 'a', importances: [1] }, line);
    await expect(refused).rejects.toThrow('given.jsonl:2: ');
    await expect(read({ text: 'a', importances: [1] }, line)).rejects.toThrow(message);
  });
});

describe('the importances of tokens', () => {
  const text = textOfWords(['a', 'warm', 'film'], spans, Int32Array.of(2, 3));
  const pieces: ReadText = {
    ...textOfWords(
      ['a', 'wa', '##rm'],
      [spans[0]!, { start: 2, end: 4 }, { start: 4, end: 6 }],
      Int32Array.of(2, 3, 4),
    ),
    wordOfToken: Int32Array.of(0, 1, 1),
    words: text.words,
  };
  const given = (importances: readonly number[], own: typeof spans | null = null) => ({
    ...{ place: 'given.jsonl:4', importances, spans: own },
  });

  test('are those of the words or of the tokens, without those that the model does not read', () => {
    expect([...tokenImportances(given([3, 4]), text)]).toEqual([3, 4]);
    expect([...tokenImportances(given([3, 4, 5]), text)]).toEqual([3, 4]);
    expect([...tokenImportances(given([3, 4]), pieces)]).toEqual([3, 4, 4]);
    expect([...tokenImportances(given([3, 4, 5]), pieces)]).toEqual([3, 4, 5]);
  });

  test('of another tokenizer are the largest of those that overlap, and rank last without any', () => {
    const other = [
      { start: 2, end: 5 },
      { start: 5, end: 6 },
    ];
    expect([...tokenImportances(given([-2, -1], other), text)]).toEqual([-Infinity, -1]);
    expect([...tokenImportances(given([3, 4, 5], pieces.spans.slice()), pieces)]).toEqual([3, 4, 5]);
    expect([...tokenImportances(given([-2, -1], other), pieces)]).toEqual([-Infinity, -2, -1]);
  });

  test('are refused where there are as many as neither words nor tokens', () => {
    const message = 'given.jsonl:4: 4 importances, but the model reads 2 words (3 tokens) of the text';
    expect(() => tokenImportances(given([1, 2, 3, 4]), pieces)).toThrow(message);
  });
});

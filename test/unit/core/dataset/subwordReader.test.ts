import { expect, test } from 'vitest';
import { openTokenizer } from '../../../../src/core/dataset/subword/openTokenizer.ts';
import { SubwordReader } from '../../../../src/core/dataset/subwordReader.ts';

const folders = ['wordpiece', 'bytes'].map((name) => `test/fixtures/subwords/${name}`);

test.each(folders)('reads the tokens of a text without special ones: %s', async (folder) => {
  const tokenizer = await openTokenizer(folder);
  const reader = new SubwordReader(tokenizer, 6);
  const text = 'Tea with 茶 and more tea';
  const { tokens, spans, ids, known } = reader.read(text);
  const encoded = tokenizer.encode(text);
  const { start, end } = reader.frame;
  expect([...start, ...ids]).toEqual([...encoded.ids.subarray(0, start.length + ids.length)]);
  expect(start.length + ids.length + end.length).toBe(6);
  expect(tokens.length).toBe(encoded.ids.length - start.length - end.length);
  expect(spans.map((span) => span.start)).toEqual([...encoded.starts.subarray(start.length, -end.length)]);
  expect(known).toEqual(Array.from(ids, (id) => id !== tokenizer.unknownId));
  expect(reader.tokens(text)).toEqual(tokens);
  expect(reader.spans(text)).toEqual(spans);
});

import { expect, test } from 'vitest';
import { openTokenizer } from '../../../../src/core/dataset/subword/openTokenizer.ts';
import { SubwordReader } from '../../../../src/core/dataset/subwordReader.ts';

const folders = ['wordpiece', 'bytes'].map((name) => `test/fixtures/subwords/${name}`);
/** A second space is a word of its own in byte-level encodings. */
const gap = (folder: string) => (folder.endsWith('bytes') ? ['␣'] : []);

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
});

test.each(folders)('reads the same ids and words without tokens and spans: %s', async (folder) => {
  const reader = new SubwordReader(await openTokenizer(folder), 12);
  for (const text of [
    'unbelievably unbearable gardeners',
    'Café and CAFE\u0301',
    "it isn't [MASK] 🙂🙂",
    'in[MASK]side \ud800',
  ]) {
    const { ids, wordOfToken, tokens } = reader.read(text);
    expect(reader.readIds(text)).toEqual({ ids: [...ids], words: [...wordOfToken!], tokens: tokens.length });
  }
});

test.each(folders)('joins pieces to the words of the text: %s', async (folder) => {
  const reader = new SubwordReader(await openTokenizer(folder), 100);
  const text = 'Unbelievably warmly,  Köchin';
  const { words, unread, ids } = reader.read(text);
  expect(words.map((word) => word.text)).toEqual(['Unbelievably', 'warmly', ',', ...gap(folder), 'Köchin']);
  for (const word of words) expect(text.slice(word.start, word.end)).toBe(word.text.replace('␣', ''));
  expect(words.reduce((sum, { pieces }) => sum + pieces, 0)).toBe(ids.length);
  expect(reader.words(text)).toEqual(words);
  expect(unread).toEqual([]);
});

test('keeps the pieces of a word that was cut as one word, and counts the rest as not read', async () => {
  const reader = new SubwordReader(await openTokenizer(folders[1]!), 4);
  const { words, unread } = reader.read('teapots warm');
  expect(words).toEqual([{ text: 'tea', start: 0, end: 3, firstToken: 0, pieces: 2 }]);
  expect(unread).toEqual(['pots', 'warm']);
});

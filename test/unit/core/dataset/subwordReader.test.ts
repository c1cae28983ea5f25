import { expect, test } from 'vitest';
import { openTokenizer } from '../../../../src/core/dataset/subword/openTokenizer.ts';
import { plantedSentences } from '../../../../src/core/dataset/planted/plantedSentences.ts';
import { joinPair } from '../../../../src/core/dataset/textPair.ts';
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

test.each(folders)('reads a pair as its two texts, the longer one cut first: %s', async (folder) => {
  const tokenizer = await openTokenizer(folder);
  const [first, second] = ['Tea with 茶', 'more tea for unbelievably warm gardeners'];
  const text = joinPair(first, second)!;
  const whole = new SubwordReader(tokenizer, 100, true).read(text);
  const single = (of: string) => new SubwordReader(tokenizer, 100).read(of);
  expect(whole.boundary).toBe(single(first).ids.length);
  expect([...whole.ids]).toEqual([...single(first).ids, ...single(second).ids]);
  expect(whole.words.map((word) => word.text)).toEqual(
    [first, second].flatMap((of) => single(of).words.map((word) => word.text)),
  );
  for (const word of whole.words) expect(text.slice(word.start, word.end)).toBe(word.text.replace('␣', ''));

  for (const maxLength of [6, 9, 12]) {
    const reader = new SubwordReader(tokenizer, maxLength, true);
    const { ids, boundary, tokens, spans, words, unread, wordOfToken } = reader.read(text);
    const encoding = (await openTokenizer(folder, maxLength)).encode(first, second);
    const of = (part: number) => [...encoding.ids].filter((_, i) => encoding.texts[i] === part);
    expect([...ids]).toEqual([...of(0), ...of(1)]);
    expect(boundary).toBe(of(0).length);
    expect(tokens).toHaveLength(whole.ids.length);
    expect(words.flatMap(({ pieces }, w) => Array<number>(pieces).fill(w))).toEqual([...wordOfToken!]);
    expect([...spans].sort((a, b) => a.start - b.start)).toEqual(whole.spans);
    expect(reader.readIds(text)).toEqual({
      ids: [...ids],
      words: [...wordOfToken!],
      tokens: tokens.length,
      boundary,
    });
    expect(unread.length).toBeGreaterThan(0);
  }
});

test('refuses one text in place of a pair', async () => {
  const reader = new SubwordReader(await openTokenizer(folders[0]!), 10, true);
  expect(() => reader.read('tea')).toThrow('the model reads pairs of texts, and this is one text');
});

test.each(folders)('finds the words of planted sentences where their truth has them: %s', async (folder) => {
  const reader = new SubwordReader(await openTokenizer(folder), 100);
  const dataset = { source: 'planted', sentences: 200, distractors: 0.3, seed: 1 } as const;
  for (const { text } of plantedSentences(dataset, 'train')) {
    expect(reader.words(text).map((word) => word.text)).toEqual(text.split(' '));
  }
});

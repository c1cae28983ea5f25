import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openTokenizer } from '../../../../../src/core/dataset/subword/openTokenizer.ts';

const folder = (name: string) => `test/fixtures/subwords/${name}`;

interface Golden {
  readonly text: string;
  readonly pair?: string;
  readonly maxLength: number | null;
  readonly ids: number[];
}

describe.each(['wordpiece', 'bytes', 'prefixed'])('the tokenizer %s', (name) => {
  it.each([null, 7])("encodes texts and pairs as Python's tokenizers, at most %s tokens", async (maxLength) => {
    const goldens = JSON.parse(readFileSync(`${folder(name)}/encodings.json`, 'utf8')) as Golden[];
    const tokenizer = await openTokenizer(folder(name), maxLength ?? Infinity);
    const chosen = goldens.filter((golden) => golden.maxLength === maxLength);
    expect(chosen.length).toBeGreaterThan(15);
    for (const { text, pair, maxLength: length, ...expected } of chosen) {
      const fields = Object.entries(tokenizer.encode(text, pair)) as [string, Int32Array][];
      const encoding = Object.fromEntries(fields.map(([field, values]) => [field, Array.from(values)]));
      expect({ text, pair, length, ...encoding }).toEqual({ text, pair, length, ...expected });
    }
  });
});

it('joins the pieces of a word, whose offsets are those of the text as it was given', async () => {
  const text = '  Unbelievably naïve🙂';
  const { starts, ends, words } = (await openTokenizer(folder('bytes'))).encode(text);
  const pieces = Array.from(starts, (start, i) => [words[i], text.slice(start, ends[i])]);
  expect(pieces.at(0)).toEqual([-1, '']);
  expect(
    pieces
      .slice(1, -1)
      .filter(([word]) => word === 2)
      .at(-1),
  ).toEqual([2, 've']);
  expect(pieces.at(-2)).toEqual([3, '🙂']);
});

it('names the special tokens, the tokens of ids and the number of ids', async () => {
  const tokenizer = await openTokenizer(folder('wordpiece'));
  expect([...tokenizer.specialIds].map((id) => tokenizer.token(id))).toEqual(['[CLS]', '[SEP]']);
  expect(tokenizer.token(tokenizer.size - 1)).toBeTypeOf('string');
  expect(tokenizer.token(tokenizer.size)).toBeUndefined();
});

it('reads an unpaired surrogate as U+FFFD', async () => {
  const tokenizer = await openTokenizer(folder('bytes'));
  expect(tokenizer.encode('a\ud83db')).toEqual(tokenizer.encode('a\ufffdb'));
});

it('refuses a length with room for special tokens only', async () => {
  await expect(openTokenizer(folder('wordpiece'), 3)).rejects.toMatchObject({
    message: 'maxLength is 3',
    remedy: 'It must be at least 4.',
  });
});

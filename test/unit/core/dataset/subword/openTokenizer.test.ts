import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openTokenizer } from '../../../../../src/core/dataset/subword/openTokenizer.ts';

const root = mkdtempSync(join(tmpdir(), 'safr-subwords-'));
afterAll(() => rmSync(root, { recursive: true }));

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(root, 'model-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

interface Model {
  readonly vocab: Record<string, number>;
  readonly merges?: [string, string][];
}
const fixture = (name: string) => `test/fixtures/subwords/${name}`;
const modelOf = (name: string) =>
  (JSON.parse(readFileSync(`${fixture(name)}/tokenizer.json`, 'utf8')) as { model: Model }).model;
const textsOf = (name: string) =>
  JSON.parse(readFileSync(`${fixture(name)}/encodings.json`, 'utf8')) as { text: string; pair?: string }[];

async function expectEqual(folder: string, name: string): Promise<void> {
  const [tokenizer, expected] = [await openTokenizer(folder), await openTokenizer(fixture(name))];
  for (const { text, pair } of textsOf(name)) expect(tokenizer.encode(text, pair)).toEqual(expected.encode(text, pair));
}

it('opens a vocab.txt', async () => {
  const vocabulary = Object.entries(modelOf('wordpiece').vocab).sort(([, a], [, b]) => a - b);
  const lines = vocabulary.map(([token]) => `${token}\n`).join('');
  await expectEqual(folderOf({ 'vocab.txt': lines }), 'wordpiece');
});

it('opens a vocab.txt with tokenizer_config.json', async () => {
  const vocabulary = ['[UNK]', '[CLS]', '[SEP]', 'Tea', 'tea', 'é', 'e', '茶', '茶茶', '<m>'].join('\n');
  const config = {
    do_lower_case: false,
    strip_accents: false,
    tokenize_chinese_chars: false,
    mask_token: { content: '<m>', lstrip: true },
  };
  const tokenizer = await openTokenizer(
    folderOf({ 'vocab.txt': vocabulary, 'tokenizer_config.json': JSON.stringify(config) }),
  );
  const { ids, starts } = tokenizer.encode('Tea tea é 茶茶 <m>');
  expect([...ids]).toEqual([1, 3, 4, 5, 8, 9, 2]);
  expect(starts[5]).toBe(12); // with the space before it
});

it('opens a vocab.json and merges.txt', async () => {
  const { vocab, merges } = modelOf('prefixed');
  const files = {
    'vocab.json': JSON.stringify(vocab),
    'merges.txt': ['#version: 0.2', ...merges!.map((merge) => merge.join(' ')), ''].join('\n'),
  };
  await expectEqual(folderOf({ ...files, 'tokenizer_config.json': '{"add_prefix_space":true}' }), 'prefixed');
  await expect(openTokenizer(folderOf({ 'vocab.json': files['vocab.json'] }))).rejects.toThrow(
    /merges.txt: cannot be read: no such file/,
  );
});

it.each([
  [{}, /no tokenizer in it/],
  [{ 'tokenizer.json': '{' }, /tokenizer.json: not valid JSON/],
  [{ 'vocab.txt': 'a\nb\n' }, /vocab.txt: the vocabulary lacks "\[CLS\]"/],
  [{ 'vocab.txt': '[CLS]\n[SEP]\n' }, /vocab.txt: the vocabulary lacks "\[UNK\]"/],
  [{ 'vocab.json': '{"<s>":0,"</s>":1}', 'merges.txt': '' }, /vocab.json: the vocabulary lacks "Ā"/],
])('says what is wrong with a folder of %j', async (files, message) => {
  await expect(openTokenizer(folderOf(files))).rejects.toThrow(message);
});

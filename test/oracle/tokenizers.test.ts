import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTokenizer } from '../../src/core/dataset/subword/openTokenizer.ts';
import type { Encoding, SubwordTokenizer } from '../../src/core/dataset/subword/subwordTokenizer.ts';
import { reasonToSkip } from '../requirements.ts';
import { python } from './python.ts';
import { charactersOfAllKinds, imdbTexts, longWords, mixedTexts, sst2Texts } from './texts.ts';

type Text = string | readonly [text: string, pair: string];

const reason = reasonToSkip('tokenizers');
const fields = ['ids', 'starts', 'ends', 'words', 'texts', 'segments'] as const;

const encode = (tokenizer: SubwordTokenizer, text: Text): Encoding =>
  typeof text === 'string' ? tokenizer.encode(text) : tokenizer.encode(...text);

const areEqual = (a: ArrayLike<number>, b: readonly number[]) => a.length === b.length && b.every((x, i) => x === a[i]);

/** The first differences of a tokenizer's encodings from those of Python: none if all fields of all texts are equal. */
async function differences(folder: string, texts: readonly Text[], maxLength?: number): Promise<string[]> {
  const tokenizer = await openTokenizer(folder, maxLength);
  const file = join(folder, 'tokenizer.json');
  const lines = python(['encode', file, ...(maxLength === undefined ? [] : [String(maxLength)])], texts)
    .trim()
    .split('\n');
  expect(lines.length).toBe(texts.length);
  const found = lines.flatMap((line, i) => {
    const expected = JSON.parse(line) as Record<(typeof fields)[number], number[]>;
    const encoding = encode(tokenizer, texts[i]!);
    const different = fields.filter((field) => !areEqual(encoding[field], expected[field]));
    return different.map(
      (field) =>
        `${field} of ${JSON.stringify(texts[i])}: ${encoding[field].join(' ')}, not ${expected[field].join(' ')}`,
    );
  });
  return found.slice(0, 3).map((text) => text.slice(0, 2000));
}

const pairsOf = (texts: readonly string[]): Text[] =>
  texts.map((text, i) => [text, texts[(7 * i + 3) % texts.length]!] as const);

describe.skipIf(reason)(`tokenizers${reason === null ? '' : ` (${reason})`}`, () => {
  const root = mkdtempSync(join(tmpdir(), 'safr-tokenizers-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const folders = { minilm: '', bytes: join(root, 'bytes'), prefixed: join(root, 'prefixed') };
  let lines: string[];

  beforeAll(async () => {
    folders.minilm = python(['minilm']).trim();
    const common = [...(await sst2Texts()), ...(await imdbTexts(1500)), ...longWords(), ...charactersOfAllKinds()];
    lines = [...common, ...mixedTexts(20_000 - common.length)];
    const corpus = [...(await sst2Texts()), ...mixedTexts(500)];
    python(['train', folders.bytes], corpus);
    python(['train', folders.prefixed, 'prefix'], corpus);
  });

  it('encode 20,000 lines as those of MiniLM in Python', async () => {
    expect(lines).toHaveLength(20_000);
    expect(await differences(folders.minilm, lines)).toEqual([]);
  });

  it('encode 20,000 lines as those of a byte-level BPE in Python', async () => {
    expect(await differences(folders.bytes, lines)).toEqual([]);
  });

  it('put a space before texts as Python does', async () => {
    expect(await differences(folders.prefixed, [...mixedTexts(2000), ...longWords()])).toEqual([]);
  });

  it.each(['minilm', 'bytes', 'prefixed'] as const)('truncate texts and pairs of %s as Python does', async (name) => {
    const texts: Text[] = [...mixedTexts(500), ...pairsOf(mixedTexts(500))];
    expect(await differences(folders[name], texts)).toEqual([]);
    for (const maxLength of [7, 8, 31]) expect(await differences(folders[name], texts, maxLength)).toEqual([]);
  });

  /** A copy of a tokenizer with other parts. */
  function variant(name: string, from: keyof typeof folders, parts: Readonly<Record<string, unknown>>): string {
    const folder = join(root, name);
    mkdirSync(folder);
    const document = JSON.parse(readFileSync(join(folders[from], 'tokenizer.json'), 'utf8')) as object;
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify({ ...document, ...parts }));
    return folder;
  }

  const bert = {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  };
  it.each([
    [{ type: 'NFC' }],
    [{ type: 'NFD' }],
    [{ type: 'NFKC' }],
    [{ type: 'NFKD' }],
    [{ type: 'Lowercase' }],
    [{ type: 'Sequence', normalizers: [{ type: 'NFD' }, { type: 'Lowercase' }, { type: 'StripAccents' }] }],
    [{ ...bert, lowercase: false }],
    [{ ...bert, strip_accents: false }],
    [{ ...bert, clean_text: false, handle_chinese_chars: false }],
    [null],
  ])('normalize characters of all kinds as Python does with %j', async (normalizer) => {
    const texts = [...charactersOfAllKinds(), ...mixedTexts(500)];
    expect(
      await differences(variant(`normalizer ${JSON.stringify(normalizer)}`, 'bytes', { normalizer }), texts),
    ).toEqual([]);
  });

  it.each(['Whitespace', 'WhitespaceSplit'])('split characters of all kinds as Python does with %s', async (type) => {
    const folder = variant(type, 'minilm', { pre_tokenizer: { type }, normalizer: null });
    expect(await differences(folder, [...charactersOfAllKinds(), ...mixedTexts(500)])).toEqual([]);
  });

  it('find added tokens as Python does', async () => {
    const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: false };
    const added_tokens = [
      { ...plain, id: 103, content: '[MASK]', lstrip: true, rstrip: true },
      { ...plain, id: 2143, content: 'film', single_word: true },
      { ...plain, id: 30522, content: 'Good', normalized: true },
      { ...plain, id: 30523, content: 'Good A', normalized: true, rstrip: true },
      { ...plain, id: 30524, content: '.*', normalized: true, lstrip: true },
    ];
    const parts = ['[MASK]', 'film', 'films', 'GOOD', 'good a', 'Good A', '.*', ' ', '  ', '\t', ',', 'x', '😀'];
    const texts = mixedTexts(500).map((text, i) =>
      Array.from({ length: 20 }, (_, k) => parts[(i * 31 + k * k * (i % 7) + k) % parts.length])
        .join('')
        .concat(text),
    );
    expect(await differences(variant('added', 'minilm', { added_tokens }), texts)).toEqual([]);
  });

  it('read vocab.txt, or vocab.json and merges.txt, as tokenizer.json', async () => {
    const texts = [...mixedTexts(500), ...(await sst2Texts()).slice(0, 500)];
    const files = { minilm: ['vocab.txt', 'tokenizer_config.json'], bytes: ['vocab.json', 'merges.txt'] };
    for (const [name, needed] of Object.entries(files)) {
      const from = folders[name as keyof typeof files];
      const to = join(root, `${name} files`);
      for (const file of needed) cpSync(join(from, file), join(to, file));
      const [expected, tokenizer] = [await openTokenizer(from), await openTokenizer(to)];
      for (const text of texts) expect(tokenizer.encode(text)).toEqual(expected.encode(text));
    }
  });
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { imdbArchive, openImdb } from '../../src/core/dataset/imdb.ts';
import type { Source } from '../../src/core/dataset/source.ts';
import { openSst2, sst2Archive } from '../../src/core/dataset/sst2.ts';
import { threefry } from '../../src/common/random.ts';

/** Folder with the archives of SST-2 and IMDB. */
const dataDir = process.env['SAFR_DATA'] ?? '../shared/data';

export const haveArchives = (): boolean =>
  [sst2Archive, imdbArchive].every(({ fileName }) => existsSync(join(dataDir, fileName)));

/** All sentences of SST-2. */
export async function sst2Texts(): Promise<string[]> {
  return await take(await openSst2(false, { dataDir }), Infinity);
}

/** The first reviews of IMDB. */
export async function imdbTexts(count: number): Promise<string[]> {
  return await take(await openImdb(false, { dataDir }), count);
}

async function take(source: Source, count: number): Promise<string[]> {
  const texts: string[] = [];
  for await (const { text } of source.read(['train', 'dev', 'test'])) {
    texts.push(text);
    if (texts.length === count) break;
  }
  return texts;
}

const codePoints = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));

/** What texts are put together from. */
const kinds: readonly (readonly string[])[] = [
  [...codePoints(0x61, 0x7a), ...codePoints(0x41, 0x5a)],
  ['the ', 'film ', 'was ', 'GOOD ', 'actors ', "didn't ", 'unbelievably ', 'İstanbul ', 'ΣΑΣ ', 'straße ', 'naïve '],
  codePoints(0x20, 0x40),
  ['😀', '👩‍👩‍👧‍👦', '👍🏽', '🇩🇪', '❤️', '🧑🏿‍🚀', '☺', '🫠', ' '],
  [
    ...codePoints(0x4e00, 0x4e40),
    ...codePoints(0x20000, 0x20010),
    ...codePoints(0x3041, 0x3090),
    '가',
    '힣',
    'ᄀ',
    'ᅡ',
    'ᆨ',
  ],
  [
    ...codePoints(0x300, 0x36f),
    ...codePoints(0x591, 0x5bd),
    ...codePoints(0x64b, 0x655),
    'a',
    'e',
    'ộ',
    'ấ',
    'ą́',
    '́̈',
    '्',
    'ཱི',
  ],
  [
    ...codePoints(0, 0x1f),
    ...codePoints(0x7f, 0xa0),
    '\ufeff',
    '\ufffd',
    '\u200b',
    '\u200d',
    '\u202e',
    '\u00ad',
    '\ue000',
  ],
  [' ', '  ', '\t', '\n', '\r\n', '\u00a0', '\u2003', '\u2028', '\u3000', '\u0085', '\u1680'],
  ['[MASK]', ' [MASK] ', '[SEP]', '[CLS]', '[mask]', '[UNK]', '<mask>', ' <mask> ', '</s>', '<s>', '<pad>', '##ing'],
  ['ﬁ', '①', 'Å', '㌀', 'ｶﾞ', '…', '½', 'ﷺ', 'ｱ', 'ㄱ', 'ㅏ'],
];

/** Texts of emoji, Chinese, combining marks, control characters and the like; text i is the same in every run. */
export function mixedTexts(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    let counter = 0;
    const draw = (n: number) => threefry(1, 2, i, counter++)[0] % n;
    const used = Array.from({ length: 1 + draw(4) }, () => kinds[draw(kinds.length)]!);
    return Array.from({ length: draw(60) }, () => {
      const kind = used[draw(used.length)]!;
      return kind[draw(kind.length)]!;
    }).join('');
  });
}

/** Blocks of thousands of characters that are alike: ideographs, Korean syllables, private and unassigned ones. */
const largeBlocks: readonly (readonly [first: number, last: number])[] = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xd800, 0xf8ff],
  [0x20000, 0x2f7ff],
  [0x2fa20, 0xdffff],
  [0xe0200, 0x10ffff],
];

/** All characters of Unicode, of large blocks one in 64, each with a letter, a mark or a space after it; 256 in a text. */
export function charactersOfAllKinds(): string[] {
  const isUsed = (codePoint: number) => {
    const isInLargeBlock = largeBlocks.some(([first, last]) => codePoint >= first && codePoint <= last);
    return !isInLargeBlock || (codePoint % 64 === 0 && (codePoint < 0xd800 || codePoint >= 0xe000));
  };
  const characters = Array.from({ length: 0x110000 }, (_, i) => i)
    .filter(isUsed)
    .map((codePoint) => String.fromCodePoint(codePoint));
  const neighbours = ['a', '1', ' ', '\u0301', '\u0334', '\u0327', '가'];
  return Array.from({ length: Math.ceil(characters.length / 256) }, (_, i) =>
    characters
      .slice(256 * i, 256 * (i + 1))
      .map((character, k) => character + neighbours[(i + k) % neighbours.length]!)
      .join(''),
  );
}

/** Words of 10,000 characters. */
export function longWords(): string[] {
  return ['a', 'ab', 'é', '字', '😀', 'a\u0301', 'film', '-', '1', ' '].map((part) => {
    return `${part.repeat(10_000).slice(0, 10_000)} end`;
  });
}

// Writes src/core/dataset/subword/characterRanges.ts: `SAFR_PYTHON=python node test/oracle/makeCharacterRanges.ts && npm run format`. To be
// done again where a newer Node knows more characters: tokenizers.test.ts then fails.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

type Classes = Readonly<Record<'control' | 'punctuation' | 'nonspacingMarks' | 'marks', number[]>>;
interface Probe extends Classes {
  readonly letters: number[];
  readonly numbers: number[];
  readonly words: number[];
  /** Per code point its NFD, NFD with U+0301 before it, NFD with U+0334 after it, NFKD. */
  readonly normalized: [codePoint: number, forms: string[]][];
}

const python = process.env['SAFR_PYTHON'] ?? 'python3';
const { stdout, stderr } = spawnSync(python, ['test/oracle/probeCharacters.py'], {
  encoding: 'utf8',
  maxBuffer: 2 ** 30,
});
if (stdout === '') throw new Error(stderr);
const probe = JSON.parse(stdout) as Probe;
const characters = probe.normalized.map(([codePoint]) => codePoint);

/** Characters that Node has in the property and `tokenizers` has not. */
function newer(property: RegExp, known: readonly number[]): number[] {
  const set = new Set(known);
  return characters.filter((codePoint) => !set.has(codePoint) && property.test(String.fromCodePoint(codePoint)));
}

const changed = probe.normalized.filter(([codePoint, forms]) => {
  const c = String.fromCodePoint(codePoint);
  const own = [c.normalize('NFD'), `\u0301${c}`.normalize('NFD'), `${c}\u0334`.normalize('NFD'), c.normalize('NFKD')];
  return own.some((text, i) => text !== forms[i]);
});
// What `tokenizers` does not decompose it does not compose either: the first part, a character of the same version, is left alone as well.
const firstParts = changed.map(([codePoint]) => String.fromCodePoint(codePoint).normalize('NFD').codePointAt(0)!);

const ranges: Readonly<Record<string, readonly [comment: string, codePoints: readonly number[]]>> = {
  control: ['Removed by BertNormalizer.', probe.control],
  punctuation: ['A word each in BertPreTokenizer.', probe.punctuation],
  nonspacingMarks: ['The accents of BertNormalizer.', probe.nonspacingMarks],
  marks: ['The accents of StripAccents.', probe.marks],
  notNormalized: [
    'Normalized by Node, of a newer version of Unicode.',
    [...changed.map(([codePoint]) => codePoint), ...firstParts],
  ],
  newLetters: ['No letters yet.', newer(/\p{L}/u, probe.letters)],
  newNumbers: ['No numbers yet.', newer(/\p{N}/u, probe.numbers)],
  newWordCharacters: [
    'No word characters yet.',
    newer(/[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u, probe.words),
  ],
};

/** "41-5a 61-7a" for the letters of ASCII, in lines. */
function format(codePoints: readonly number[]): string {
  const found: [number, number][] = [];
  for (const codePoint of [...new Set(codePoints)].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last?.[1] === codePoint - 1) last[1] = codePoint;
    else found.push([codePoint, codePoint]);
  }
  const texts = found.map(([first, last]) => [...new Set([first, last])].map((code) => code.toString(16)).join('-'));
  const lines = [''];
  for (const text of texts) {
    if (`${lines.at(-1)} ${text}`.length > 120) lines.push('');
    lines.push(`${lines.pop()!} ${text}`.trimStart());
  }
  return lines.map((line, i) => `  '${line}${i === lines.length - 1 ? '' : ' '}'`).join(' +\n');
}

const header = `// Written by test/oracle/makeCharacterRanges.ts: the characters of each kind in \`tokenizers\`, as ranges in hexadecimal. It mostly
// follows Unicode 9, Node a newer version.
`;
const constants = Object.entries(ranges).map(
  ([name, [comment, codePoints]]) => `/** ${comment} */\nexport const ${name} =\n${format(codePoints)};\n`,
);
writeFileSync('src/core/dataset/subword/characterRanges.ts', [header, ...constants].join('\n'));

import type { AlignedText } from './alignedText.ts';
import { CharacterClass, whitespace } from './characterClass.ts';
import * as ranges from './characterRanges.ts';
import type { NormalizerDefinition } from './tokenizerFile.ts';
import { normalizeUnicode } from './unicodeNormalization.ts';

export type Normalizer = (text: AlignedText) => AlignedText;

const control = new CharacterClass(ranges.control);
const nonspacingMarks = new CharacterClass(ranges.nonspacingMarks);
const marks = new CharacterClass(ranges.marks);
/** The ideographs around which BERT's authors put spaces. */
const ideographs = new CharacterClass(
  '3400-4dbf 4e00-9fff f900-faff 20000-2a6df 2a700-2b73f 2b740-2b81f 2b920-2ceaf 2f800-2fa1f',
);

export function makeNormalizer(definition: NormalizerDefinition | null): Normalizer {
  if (definition === null) return (text) => text;
  switch (definition.type) {
    case 'BertNormalizer':
      return bertNormalizer(definition);
    case 'Lowercase':
      return lowercase;
    case 'StripAccents':
      return (text) => remove(text, marks);
    case 'Sequence':
      return sequence(definition.normalizers.map(makeNormalizer));
    default:
      return (text) => normalizeUnicode(text, definition.type);
  }
}

const sequence = (steps: readonly Normalizer[]): Normalizer => {
  return (text) => steps.reduce((result, step) => step(result), text);
};

const plainText = /^[\t\n\r -~]*$/;
const lineWhitespace = /[\t\n\r]/g;

function bertNormalizer(options: Extract<NormalizerDefinition, { type: 'BertNormalizer' }>): Normalizer {
  const steps: Normalizer[] = [];
  if (options.clean_text) steps.push(clean);
  if (options.handle_chinese_chars) steps.push(separateIdeographs);
  if (options.strip_accents ?? options.lowercase) {
    steps.push((text) => remove(normalizeUnicode(text, 'NFD'), nonspacingMarks));
  }
  if (options.lowercase) steps.push(lowercase);
  const normalize = sequence(steps);
  return (text) => {
    if (!plainText.test(text.text)) return normalize(text);
    const cleaned = options.clean_text ? text.text.replace(lineWhitespace, ' ') : text.text;
    return text.withText(options.lowercase ? cleaned.toLowerCase() : cleaned);
  };
}

/** Removes control characters and U+FFFD and makes every kind of whitespace a space. */
function clean(text: AlignedText): AlignedText {
  return text.rewrite((codePoint) => {
    if (codePoint > 0x20 && codePoint < 0x7f) return null;
    if (control.has(codePoint)) return '';
    return whitespace.has(codePoint) ? ' ' : null;
  });
}

function separateIdeographs(text: AlignedText): AlignedText {
  return text.rewrite((codePoint) => (ideographs.has(codePoint) ? ` ${String.fromCodePoint(codePoint)} ` : null));
}

function remove(text: AlignedText, characters: CharacterClass): AlignedText {
  return text.rewrite((codePoint) => (characters.has(codePoint) ? '' : null));
}

/** Each character by itself: no other form of sigma ends a word. */
function lowercase(text: AlignedText): AlignedText {
  const lower = text.text.toLowerCase();
  if (lower.length === text.text.length && !text.text.includes('Σ')) return text.withText(lower);
  return text.rewrite((codePoint) => String.fromCodePoint(codePoint).toLowerCase());
}

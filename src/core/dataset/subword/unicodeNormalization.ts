import { widthAt, type AlignedText, type AlignedTextBuilder } from './alignedText.ts';
import { rangesPattern } from './characterClass.ts';
import { notNormalized } from './characterRanges.ts';

export type NormalizationForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

/** Marks, and parts of Korean syllables that combine with what precedes them. */
const following = `[[\\p{M}\\u1161-\\u1175\\u11a8-\\u11c2\\u3131-\\u318e\\uff9e-\\uffdc]--[${rangesPattern(notNormalized)}]]`;
/** What is normalized by itself: ASCII, a character that is left as it is, or a character and the marks that follow it. */
const clusters = new RegExp(
  `[\\0-\\x7f]+(?!${following})|[${rangesPattern(notNormalized)}]|(?:${following}|.)${following}*`,
  'gsv',
);

/** A character of a normalized cluster, and which one of the characters of the cluster it is derived from. */
interface Derived {
  readonly character: string;
  /**
   * 1: derived from the same character as the one before it; 0: from the next one; −n: from the next one, and n that follow it are removed.
   * These are counted in the normalized order, as `tokenizers` does: where marks change places, each is derived from the one in its place.
   */
  readonly change: number;
}

/** Unicode's normalization in version 9, the one of `tokenizers`. */
export function normalizeUnicode(text: AlignedText, form: NormalizationForm): AlignedText {
  if (text.text.normalize(form) === text.text) return text;
  const normalize = form.endsWith('D') ? decompose : compose;
  return text.rebuild((builder) => {
    for (const { 0: cluster, index } of text.text.matchAll(clusters)) {
      if (cluster.normalize(form) === cluster || isLeftAsItIs(cluster)) builder.copy(index, index + cluster.length);
      else append(builder, normalize(cluster, form), text.text, index);
    }
  });
}

const left = new RegExp(`^[${rangesPattern(notNormalized)}]$`, 'u');
const isLeftAsItIs = (cluster: string) => left.test(cluster);

/** `start` is the offset of the cluster in `source`. */
function append(builder: AlignedTextBuilder, derived: readonly Derived[], source: string, start: number): void {
  let next = start;
  let last = start;
  const advance = () => {
    last = next;
    next += widthAt(source, next);
  };
  for (const { character, change } of derived) {
    if (change <= 0) advance();
    builder.add(character, last);
    for (let removed = 0; removed < -change; removed++) advance();
  }
}

/** The characters of the decomposition in canonical order. */
function decompose(cluster: string, form: NormalizationForm): Derived[] {
  const decomposition = form.startsWith('NFK') ? 'NFKD' : 'NFD';
  // The changes of equal characters, in their order, which sorting keeps.
  const changes = new Map<string, number[]>();
  for (const character of cluster) {
    for (const [i, part] of [...character.normalize(decomposition)].entries()) {
      const list = changes.get(part);
      if (list) list.push(Math.min(i, 1));
      else changes.set(part, [Math.min(i, 1)]);
    }
  }
  for (const list of changes.values()) list.reverse();
  return Array.from(cluster.normalize(decomposition), (character) => ({
    character,
    change: changes.get(character)!.pop()!,
  }));
}

/** Joins the first character with the marks that it combines with and that are not blocked by a mark of the same combining class. */
function compose(cluster: string, form: NormalizationForm): Derived[] {
  const result: Derived[] = [];
  /** The character that marks may join, and the marks since then that did not. */
  let base: Derived | null = null;
  let marks: Derived[] = [];
  for (const derived of decompose(cluster, form)) {
    const { character } = derived;
    const previous = marks.at(-1);
    const isBlocked = previous !== undefined && (isStarter(character) || haveSameClass(previous.character, character));
    const joined: string | null = base === null || isBlocked ? null : join(base.character, character);
    if (base !== null && joined !== null) {
      base = { character: joined, change: base.change + derived.change - 1 };
    } else if (!isStarter(character)) {
      if (base === null) result.push(derived);
      else marks.push(derived);
    } else {
      if (base !== null) result.push(base, ...marks);
      base = derived;
      marks = [];
    }
  }
  return base === null ? result : [...result, base, ...marks];
}

/** The one character that two characters form together; null if there is none. */
function join(first: string, second: string): string | null {
  const joined = (first + second).normalize('NFC');
  return joined.length === widthAt(joined, 0) ? joined : null;
}

const isSorted = (text: string) => text.normalize('NFD') === text;
/** Whether a character of a decomposition has combining class 0: it changes places with marks of neither class 230 nor class 1. */
const isStarter = (character: string) => isSorted(`\u0301${character}`) && isSorted(`${character}\u0334`);
/** Whether two marks in canonical order have the same combining class. */
const haveSameClass = (first: string, second: string) => isSorted(second + first);

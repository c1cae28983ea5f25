import type { TokenSpan } from './tokenizer.ts';

/**
 * The rationales that texts can have: which parts of a text decide its label, by people or by construction. `planted`: the deciding words of
 * planted sentences; `leaves` and `carton`: from the trees of SST (`sentimentTree.ts`); `rationale`: of a data set of one's own.
 */
export const rationaleNames = ['planted', 'leaves', 'carton', 'rationale'] as const;
export type RationaleName = (typeof rationaleNames)[number];

/** The marked parts of a text for each of its rationales, as UTF-16 offsets; they may overlap. Without any the text is not marked. */
export type Rationales = Readonly<Partial<Record<RationaleName, readonly TokenSpan[]>>>;

/** The numbers of the tokens that share a character with a marked part, ascending; white space does not count. */
export function markedTokens(
  text: string,
  tokens: readonly TokenSpan[],
  marked: readonly TokenSpan[],
): readonly number[] {
  const isMarked = new Uint8Array(text.length);
  for (const { start, end } of marked) isMarked.fill(1, start, end);
  const isHit = ({ start, end }: TokenSpan) => {
    for (let i = start; i < end; i++) if (isMarked[i] && text[i]!.trim() !== '') return true;
    return false;
  };
  return tokens.flatMap((token, i) => (isHit(token) ? i : []));
}

/** The marked parts that views of a text show: those of its first rationale. Empty without any. */
export function shownMarks(rationales: Rationales | undefined): readonly TokenSpan[] {
  return rationaleNames.map((name) => rationales?.[name]).find((spans) => spans !== undefined) ?? [];
}

/** Where each part of a text that is its parts joined by single spaces lies. */
export function partSpans(parts: readonly string[]): TokenSpan[] {
  let start = 0;
  return parts.map((part) => {
    const span = { start, end: start + part.length };
    start = span.end + 1;
    return span;
  });
}

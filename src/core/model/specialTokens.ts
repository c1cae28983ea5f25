/** Ids of the special tokens that a pretrained encoder expects around a text, or around and between the two texts of a pair. */
export interface SpecialTokens {
  readonly start: readonly number[];
  readonly middle: readonly number[];
  readonly end: readonly number[];
  /** Segment of the second text of a pair and of the tokens after it; all others have segment 0. */
  readonly secondSegment: number;
}

/** How many there are around a single text. */
export const countSpecial = ({ start, end }: SpecialTokens) => start.length + end.length;

/** Ids of special tokens. */
export const specialIds = ({ start, middle, end }: SpecialTokens): ReadonlySet<number> =>
  new Set([...start, ...middle, ...end]);

/** Tokens with special ones, as arrays with one element per token. */
export interface FramedTokens {
  readonly ids: Int32Array;
  /** 1 for tokens of the text, 0 for special ones. */
  readonly content: Float32Array;
  readonly segments: Int32Array;
}

/** Adds special tokens to those of a text, or of a pair whose first text has `boundary` of them. */
export function addSpecialTokens(
  ids: Int32Array,
  boundary: number | undefined,
  { start, middle, end, secondSegment }: SpecialTokens,
): FramedTokens {
  const isPair = boundary !== undefined;
  const first = ids.subarray(0, boundary);
  const second = ids.subarray(first.length);
  const secondStart = start.length + first.length + (isPair ? middle.length : 0);
  const all = Int32Array.from([...start, ...first, ...(isPair ? middle : []), ...second, ...end]);
  const content = new Float32Array(all.length);
  content.fill(1, start.length, start.length + first.length);
  content.fill(1, secondStart, secondStart + second.length);
  const segments = new Int32Array(all.length);
  if (isPair) segments.fill(secondSegment, secondStart);
  return { ids: all, content, segments };
}

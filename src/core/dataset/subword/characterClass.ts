/** A set of code points, one bit each. */
export class CharacterClass {
  readonly #bits = new Uint32Array(0x110000 / 32);

  /** `ranges` as in characterRanges.ts. */
  constructor(ranges: string) {
    for (const [first, last] of parseRanges(ranges)) {
      for (let codePoint = first; codePoint <= last; codePoint++) this.#bits[codePoint >>> 5]! |= 1 << (codePoint & 31);
    }
  }

  has(codePoint: number): boolean {
    return ((this.#bits[codePoint >>> 5]! >>> (codePoint & 31)) & 1) === 1;
  }
}

/** Unicode's White_Space. */
export const whitespace = new CharacterClass('9-d 20 85 a0 1680 2000-200a 2028-2029 202f 205f 3000');

/** The same set for the inside of brackets in a regular expression. */
export function rangesPattern(ranges: string): string {
  return parseRanges(ranges)
    .map(([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`)
    .join('');
}

function parseRanges(ranges: string): [first: number, last: number][] {
  return ranges.split(' ').map((range) => {
    const [first, last = first] = range.split('-').map((digits) => parseInt(digits, 16));
    return [first!, last!];
  });
}

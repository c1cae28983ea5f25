/** The tokens of one text, without special ones. */
export class EncodedText {
  readonly ids: number[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly words: number[] = [];

  get length(): number {
    return this.ids.length;
  }

  push(id: number, start: number, end: number, word: number): void {
    this.ids.push(id);
    this.starts.push(start);
    this.ends.push(end);
    this.words.push(word);
  }
}

/** How many tokens to keep of two texts so that both together have at most `maxLength`: the longer one loses tokens first. */
export function longestFirst(first: number, second: number, maxLength: number): [first: number, second: number] {
  if (first + second <= maxLength) return [first, second];
  const half = Math.floor(maxLength / 2);
  const shorter = Math.min(first, second, half);
  return first > second ? [maxLength - shorter, shorter] : [shorter, maxLength - shorter];
}

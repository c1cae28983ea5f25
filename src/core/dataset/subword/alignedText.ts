/** UTF-16 units of the character at an offset of a text: 2 above U+FFFF, else 1. */
export const widthAt = (text: string, offset: number): number => (text.codePointAt(offset)! > 0xffff ? 2 : 1);

/**
 * A text after normalization, or a part of it. It knows for each of its characters from which character of the original text it is derived.
 * All offsets are in UTF-16 units.
 */
export class AlignedText {
  readonly text: string;
  readonly original: string;
  /** For each unit of `text`, where its character begins in `original`; null where `text` is the part of `original` from `#shift` on. */
  readonly #origins: Int32Array | null;
  readonly #shift: number;

  private constructor(text: string, original: string, origins: Int32Array | null, shift: number) {
    this.text = text;
    this.original = original;
    this.#origins = origins;
    this.#shift = shift;
  }

  static of(text: string): AlignedText {
    return new AlignedText(text, text, null, 0);
  }

  /** Where the character that begins at unit `i` begins in the original text. */
  start(i: number): number {
    return this.#origins ? this.#origins[i]! : this.#shift + i;
  }

  /** Where the character that ends before unit `i` ends in the original text. */
  end(i: number): number {
    if (!this.#origins) return this.#shift + i;
    const start = this.#origins[i - 1]!;
    return start + widthAt(this.original, start);
  }

  slice(start: number, end: number): AlignedText {
    const origins = this.#origins?.subarray(start, end) ?? null;
    return new AlignedText(this.text.slice(start, end), this.original, origins, this.#shift + start);
  }

  /** Other characters in the same places: those of `text` must have the same widths. */
  withText(text: string): AlignedText {
    return new AlignedText(text, this.original, this.#origins, this.#shift);
  }

  /** Replaces each character by a string, "" to remove it; null keeps it. */
  rewrite(replace: (codePoint: number) => string | null): AlignedText {
    const { text } = this;
    let kept = 0;
    const rewritten = this.rebuild((builder) => {
      for (let i = 0, width; i < text.length; i += width) {
        const codePoint = text.codePointAt(i)!;
        width = codePoint > 0xffff ? 2 : 1;
        const replacement = replace(codePoint);
        if (replacement === null) continue;
        builder.copy(kept, i);
        builder.add(replacement, i);
        kept = i + width;
      }
      if (kept > 0) builder.copy(kept, text.length);
    });
    return kept === 0 ? this : rewritten;
  }

  /** A new text of characters that are derived from those of this one, as `write` appends them. */
  rebuild(write: (builder: AlignedTextBuilder) => void): AlignedText {
    const builder = new AlignedTextBuilder(this);
    write(builder);
    return new AlignedText(builder.text, this.original, Int32Array.from(builder.origins), 0);
  }
}

export class AlignedTextBuilder {
  text = '';
  readonly origins: number[] = [];
  readonly #source: AlignedText;

  constructor(source: AlignedText) {
    this.#source = source;
  }

  /** Appends the units of the source from `start` to `end` (exclusive). */
  copy(start: number, end: number): void {
    if (start >= end) return;
    this.text += this.#source.text.slice(start, end);
    for (let i = start; i < end; i++) this.origins.push(this.#source.start(i));
  }

  /** Appends characters that are derived from the one at unit `i` of the source. */
  add(characters: string, i: number): void {
    this.text += characters;
    for (let k = 0; k < characters.length; k++) this.origins.push(this.#source.start(i));
  }
}

/** Browsers draw nothing below some height, half of which is safe at any zoom. */
const maxHeightPx = 8_000_000;

/**
 * How the scroll position of an element stands for a position among more rows than an element can be high for. Where the content fits, both are
 * the same. All in pixels.
 */
export class ScrollMap {
  readonly contentPx: number;
  readonly viewPx: number;
  /** Of the element that scrolls. */
  readonly heightPx: number;

  /** `contentPx`: the height of all rows; `viewPx`: of the part that is seen. */
  constructor(contentPx: number, viewPx: number) {
    this.contentPx = contentPx;
    this.viewPx = viewPx;
    this.heightPx = Math.min(contentPx, maxHeightPx);
  }

  /** The position in the content for a scroll position that the user dragged to. */
  contentAt(scroll: number): number {
    const range = this.heightPx - this.viewPx;
    return range <= 0 ? 0 : this.#inContent((scroll / range) * (this.contentPx - this.viewPx));
  }

  scrollAt(content: number): number {
    const range = this.contentPx - this.viewPx;
    return range <= 0 ? 0 : (content / range) * (this.heightPx - this.viewPx);
  }

  /**
   * The position after a scroll from `fromScroll`, where the content was at `from`, to `toScroll`. A short way, such as by the wheel or a key, is the
   * same way in the content; the ends of the one are the ends of the other.
   */
  moved(from: number, fromScroll: number, toScroll: number): number {
    const isEnd = toScroll <= 0 || toScroll >= this.heightPx - this.viewPx - 1;
    const way = toScroll - fromScroll;
    if (this.heightPx === this.contentPx || isEnd || Math.abs(way) > 2 * this.viewPx) return this.contentAt(toScroll);
    return this.#inContent(from + way);
  }

  #inContent(position: number): number {
    return Math.max(0, Math.min(position, this.contentPx - this.viewPx));
  }
}

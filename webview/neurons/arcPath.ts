/** Where a token's chip stands: its middle and upper edge, in pixels. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
}

/** An arc of an SVG path over two chips; between two lines of text it goes from the gap above the one to that above the other. */
export function arcPath(from: Anchor, to: Anchor, gap: number): string {
  const rise = Math.min(gap - 3, 8 + Math.abs(to.x - from.x) / 16) * (4 / 3);
  const point = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return `M ${point(from.x, from.y)} C ${point(from.x, from.y - rise)}, ${point(to.x, to.y - rise)}, ${point(to.x, to.y)}`;
}

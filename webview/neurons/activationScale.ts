/** Control points of viridis: lightness rises evenly, and color-blind people can tell all of them apart. */
const viridis = ['440154', '46327e', '365c8d', '277f8e', '1fa187', '4ac16d', 'a0da39', 'fde725'].map((hex) =>
  [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)),
);

const minAlpha = 0.15;
/** Share of the largest activation. */
const opaqueFrom = 0.5;

/**
 * Colors of 256 equal steps from 0 to the largest activation, RGBA. The strongest stand out most from the background: light on dark, dark on
 * light; the weakest fade into it, zero is transparent.
 */
export function activationScale(onDark: boolean): Uint8ClampedArray {
  const colors = new Uint8ClampedArray(256 * 4);
  for (let step = 1; step < 256; step++) colors.set(colorAt(step / 255, onDark), step * 4);
  return colors;
}

/** The scale from left to right, as a CSS image. */
export function scaleGradient(onDark: boolean): string {
  const stops = Array.from({ length: 17 }, (_, i) => {
    const [red, green, blue, alpha] = colorAt(i / 16, onDark);
    return `rgb(${red} ${green} ${blue} / ${alpha! / 255})`;
  });
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** RGBA, 0 … 255. */
function colorAt(share: number, onDark: boolean): number[] {
  const place = (onDark ? share : 1 - share) * (viridis.length - 1);
  const below = Math.min(Math.floor(place), viridis.length - 2);
  const [from, to] = [viridis[below]!, viridis[below + 1]!];
  const color = from.map((value, channel) => Math.round(value + (to[channel]! - value) * (place - below)));
  return [...color, Math.round(255 * Math.min(1, minAlpha + share / opaqueFrom))];
}

import { expect, it } from 'vitest';
import { arcPath } from '../../../../webview/neurons/PairArcs.tsx';

/** The height of a cubic curve's middle above its ends, which are equally high. */
function rise(path: string): number {
  const [, y0, , y1] = path.match(/-?[\d.]+/g)!.map(Number);
  return 0.75 * (y0! - y1!);
}

it('rises with the distance of the tokens, and never over the line above', () => {
  const arc = (width: number) => rise(arcPath({ x: 0, y: 40 }, { x: width, y: 40 }, 26));
  expect(arc(200)).toBeGreaterThan(arc(50));
  expect(arc(2000)).toBeLessThanOrEqual(26);
});

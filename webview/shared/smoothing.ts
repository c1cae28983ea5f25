import type { Plot, PlotPoint } from './plot.ts';

/**
 * The plot with lines that are exponential moving averages of their points, as TensorBoard smooths: `weight` is that of the average so far, 0 to
 * below 1; the first points are corrected for the missing ones before them. Every point keeps what was measured.
 */
export function smoothed(plot: Plot, weight: number): Plot {
  if (weight === 0) return plot;
  return { ...plot, lines: plot.lines.map((line) => ({ ...line, points: smoothedPoints(line.points, weight) })) };
}

function smoothedPoints(points: readonly PlotPoint[], weight: number): PlotPoint[] {
  let sum = 0;
  let total = 0;
  return points.map((point) => {
    sum = weight * sum + (1 - weight) * point.y;
    total = weight * total + (1 - weight);
    return { x: point.x, y: sum / total, measured: point.y };
  });
}

/** The plot without the points that a logarithmic axis does not have. */
export function positive(plot: Plot): Plot {
  const isPositive = ({ y, measured = y }: PlotPoint) => y > 0 && measured > 0;
  return { ...plot, lines: plot.lines.map((line) => ({ ...line, points: line.points.filter(isPositive) })) };
}

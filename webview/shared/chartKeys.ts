import type { Chart } from 'chart.js';
import type { Plot, PlotPoint } from './plot.ts';
import { nextX, zoomed, type XView } from './xView.ts';

/** Moves the cursor by the arrow keys, zooms by + and −, and shows all by Escape. Returns whether the key means something. */
export function pressKey(key: string, chart: Chart | undefined, plot: Plot, view: XView): boolean {
  if (!chart) return false;
  const shown = view.range.value;
  const all = [...new Set(plot.lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const xs = all.filter((x) => !shown || (x >= shown[0] && x <= shown[1]));
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    view.cursor.value = nextX(xs, view.cursor.value, key === 'ArrowLeft' ? -1 : 1);
    showValues(chart, view.cursor.value);
  } else if (key === '+' || key === '-') {
    const whole = [0, all.at(-1) ?? 0] as const;
    const center = view.cursor.value ?? ((shown ?? whole)[0] + (shown ?? whole)[1]) / 2;
    view.range.value = zoomed(whole, shown ?? whole, center, key === '+' ? 0.5 : 2);
  } else if (key === 'Escape' && shown) view.range.value = null;
  else return false;
  return true;
}

/** Shows the tooltip of the points at the cursor, as the pointer does. */
function showValues(chart: Chart, cursor: number | null): void {
  const found = chart.data.datasets.flatMap(({ label, data }, datasetIndex) => {
    const index = label === '' ? -1 : (data as PlotPoint[]).findIndex(({ x }) => x === cursor);
    return index < 0 ? [] : [{ datasetIndex, index }];
  });
  const { top, bottom } = chart.chartArea;
  const x = cursor === null ? 0 : chart.scales['x']!.getPixelForValue(cursor);
  chart.tooltip?.setActiveElements(found, { x, y: (top + bottom) / 2 });
}

import type { Chart, ChartEvent, LinearScaleOptions, Plugin } from 'chart.js';
import type { PlotPoint } from './plot.ts';
import type { XView } from './xView.ts';

/** A drag of fewer pixels is a click. */
const minDragPixels = 6;

/** Draws the cursor that charts over the same x share, moves it with the pointer, and zooms to the range that the pointer is dragged over. */
export function cursorPlugin(view: XView): Plugin<'line'> {
  let dragFrom: number | null = null;
  let pointer = 0;
  return {
    id: 'cursor',
    afterEvent(chart, { event, inChartArea }) {
      pointer = clamped(chart, event);
      if (event.type === 'mouseout') {
        [view.cursor.value, dragFrom] = [null, null];
      } else if (event.type === 'mousedown' && inChartArea) dragFrom = pointer;
      else if (event.type === 'mouseup' && dragFrom !== null) {
        const range = [dragFrom, pointer].sort((a, b) => a - b).map((x) => chart.scales['x']!.getValueForPixel(x)!);
        if (Math.abs(pointer - dragFrom) >= minDragPixels) view.range.value = [range[0]!, range[1]!];
        dragFrom = null;
      } else if (event.type === 'dblclick') view.range.value = null;
      else view.cursor.value = inChartArea ? xAt(chart, event) : null;
      if (dragFrom !== null) chart.draw();
    },
    afterDatasetsDraw(chart) {
      const cursor = view.cursor.peek();
      if (dragFrom !== null) drawSelection(chart, dragFrom, pointer);
      else if (cursor !== null) drawCursor(chart, cursor);
    },
  };
}

function clamped({ chartArea: { left, right } }: Chart, { x }: ChartEvent): number {
  return Math.min(Math.max(x ?? left, left), right);
}

/** The x of the point that is closest to the pointer. */
function xAt(chart: Chart, event: ChartEvent): number | null {
  const options = { axis: 'x' as const, intersect: false };
  const [found] = chart.getElementsAtEventForMode(event.native!, 'nearest', options, false);
  return found ? (chart.data.datasets[found.datasetIndex]!.data[found.index] as PlotPoint).x : null;
}

/** A vertical line, and a dot on every line that has a point there. */
function drawCursor(chart: Chart, cursor: number): void {
  const { ctx, chartArea, scales } = chart;
  const x = scales['x']!.getPixelForValue(cursor);
  if (x < chartArea.left - 1 || x > chartArea.right + 1) return;
  ctx.save();
  ctx.strokeStyle = colorOf(chart);
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x, chartArea.top);
  ctx.lineTo(x, chartArea.bottom);
  ctx.stroke();
  for (const [i, { label, data, borderColor }] of chart.data.datasets.entries()) {
    const index = label === '' ? -1 : (data as PlotPoint[]).findIndex((point) => point.x === cursor);
    if (index < 0) continue;
    const { y } = chart.getDatasetMeta(i).data[index]!;
    ctx.fillStyle = borderColor as string;
    ctx.beginPath();
    ctx.arc(x, y, 3.5, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.restore();
}

function drawSelection(chart: Chart, from: number, to: number): void {
  const { ctx, chartArea } = chart;
  const { top, bottom } = chartArea;
  ctx.save();
  ctx.fillStyle = colorOf(chart);
  ctx.globalAlpha = 0.2;
  ctx.fillRect(Math.min(from, to), top, Math.abs(to - from), bottom - top);
  ctx.restore();
}

/** That of the labels of the axes, which follows the theme. */
function colorOf({ scales }: Chart): string {
  return (scales['x']!.options as unknown as LinearScaleOptions).ticks.color as string;
}

import {
  Chart,
  Filler,
  Legend,
  LinearScale,
  LogarithmicScale,
  LineController,
  LineElement,
  PointElement,
  SubTitle,
  Title,
  Tooltip,
  type ChartConfiguration,
  type ChartDataset,
  type PointStyle,
} from 'chart.js';
import { color as parsedColor } from 'chart.js/helpers';
import { exact, locale } from '../../src/common/format.ts';
import type { Line, Plot, PlotPoint } from './plot.ts';
import type { Theme } from './theme.ts';

Chart.register(
  ...[Filler, Legend, LinearScale, LogarithmicScale, LineController, LineElement, PointElement],
  ...[SubTitle, Title, Tooltip],
);

/** What a chart is about, whatever it plots. */
export interface ChartForm {
  /** What is plotted, with its unit. */
  readonly title: string;
  readonly xTitle: string;
  /** Whether x is a count: then its ticks are integers. */
  readonly wholeX: boolean;
  readonly yTitle: string;
  /** What is measured and what the line styles mean, in a few words. */
  readonly key: string;
}

/** How a chart shows its plot. */
export interface ChartView {
  /** The shown range of x; null: all of it. */
  readonly range: readonly [number, number] | null;
  /** Whether the axis of y is logarithmic. */
  readonly logarithmic: boolean;
}

export type LineConfig = ChartConfiguration<'line', PlotPoint[]>;

/** One per slot, like the colours. */
export const markers: readonly PointStyle[] = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot', 'star'];

export function chartConfig(form: ChartForm, plot: Plot, theme: Theme, view: ChartView): LineConfig {
  return { type: 'line', data: { datasets: datasetsOf(plot, theme) }, options: optionsOf(form, plot, theme, view) };
}

/** Height of a row of a picture's legend, in pixels. */
export const pictureLegendRow = 20;

/** The same with what the panel shows around a chart: title, legend and background. */
export function pictureConfig(form: ChartForm, plot: Plot, theme: Theme, view: ChartView): LineConfig {
  const { type, data, options } = chartConfig(form, plot, theme, view);
  const font = { family: theme.font, size: 11 };
  const [display, align] = [true, 'start' as const];
  const plugins = {
    title: {
      ...{ display, align, text: form.title, color: theme.foreground },
      ...{ font: { ...font, size: 13, weight: 600 }, padding: { top: 0, bottom: 2 } },
    },
    subtitle: { display, align, text: form.key, color: theme.muted, font, padding: { bottom: 12 } },
    legend: {
      ...{ display, align },
      position: 'bottom' as const,
      labels: {
        ...{ color: theme.foreground, font, usePointStyle: true, boxHeight: 5, padding: pictureLegendRow - font.size },
        // One entry per run: the subtitle says what its dashed line is.
        filter: ({ text, lineDash }: { text: string; lineDash?: number[] }) => text !== '' && !lineDash?.length,
      },
    },
  };
  const background = {
    id: 'background',
    beforeDraw({ ctx, width, height }: Chart) {
      ctx.fillStyle = theme.background;
      ctx.fillRect(0, 0, width, height);
    },
  };
  return {
    type,
    data,
    plugins: [background],
    options: { ...options, plugins, layout: { padding: 14 }, responsive: false, devicePixelRatio: 2 },
  };
}

type Dataset = ChartDataset<'line', PlotPoint[]>;

/**
 * A line is drawn without markers, which are a data set of their own: points that all look the same cost a fraction of
 * what points of different looks do. A data set without a label belongs to the line before it.
 */
export function datasetsOf({ lines, isStacked }: Plot, theme: Theme): Dataset[] {
  if (isStacked) return lines.map((line, i) => areaDataset(line, i === 0, theme));
  return lines.flatMap((line) => [
    ...measuredDatasets(line, theme),
    lineDataset(line, theme),
    ...(line.dashed ? [] : markerDatasets(line, theme)),
    ...bandDatasets(line, theme),
  ]);
}

/** An area down to the line before it. */
function areaDataset({ label, slot, isMuted, points }: Line, isFirst: boolean, theme: Theme): Dataset {
  const color = isMuted ? theme.muted : theme.runs[slot]!;
  return {
    label,
    data: points.map((point) => ({ ...point })), // chart.js adds to the points what they are stacked on
    fill: isFirst ? 'origin' : '-1',
    backgroundColor: parsedColor(color)
      .alpha(isMuted ? 0.25 : 0.5)
      .rgbString(),
    ...{ borderColor: color, borderWidth: 1.5 },
    ...{ pointRadius: points.length === 1 ? 3 : 0, pointHoverRadius: 3, pointStyle: 'rect' },
  };
}

function lineDataset({ label, slot, dashed, points }: Line, theme: Theme): Dataset {
  const color = theme.runs[slot]!;
  return {
    label,
    data: [...points],
    borderColor: color,
    borderWidth: theme.highContrast ? 2 : 1.5,
    borderDash: dashed ? [5, 4] : [],
    backgroundColor: color,
    pointStyle: markers[slot]!,
    pointRadius: 0,
    pointHoverRadius: 4,
  };
}

/** Of a smoothed line: what was measured, faintly. */
function measuredDatasets({ slot, dashed, points }: Line, theme: Theme): Dataset[] {
  const measured = points.flatMap(({ x, measured: y }) => (y === undefined ? [] : { x, y }));
  if (measured.length === 0) return [];
  const plain = { label: '', pointRadius: 0, pointHoverRadius: 0, borderDash: dashed ? [5, 4] : [] };
  return [{ ...plain, data: measured, borderColor: `${theme.runs[slot]!}59`, borderWidth: 1 }];
}

/** A few along the line, and a ring around the marked point. */
function markerDatasets({ slot, points, marked }: Line, theme: Theme): Dataset[] {
  const color = theme.runs[slot]!;
  const common = { label: '', showLine: false, pointStyle: markers[slot]!, borderColor: color, order: -1, clip: 8 };
  const few = { ...common, data: markedPoints(points, slot), pointRadius: 2.5, pointHoverRadius: 2.5 };
  const ring = points.filter(({ x }) => x === marked);
  const around = { pointRadius: 5, pointHoverRadius: 5, pointBorderWidth: 2 };
  return [
    { ...few, backgroundColor: color },
    { ...common, ...around, data: ring, backgroundColor: theme.background },
  ];
}

/** All points of a short line; about six of a long one, at different x for each slot. */
function markedPoints(points: readonly PlotPoint[], slot: number): PlotPoint[] {
  if (points.length <= 16) return [...points];
  const every = Math.ceil(points.length / 6);
  const first = Math.round((slot * every) / 6);
  return points.filter((_, i) => i % every === first);
}

/** The lower edge, and the upper one filled down to it. */
function bandDatasets({ points, slot }: Line, theme: Theme): Dataset[] {
  if (points.every(({ deviation, range }) => deviation === undefined && !range)) return [];
  const edge = (side: 0 | 1) => points.map((point) => ({ x: point.x, y: bandOf(point)[side] }));
  const plain = { label: '', borderWidth: 0, pointRadius: 0, pointHoverRadius: 0 };
  return [
    { ...plain, data: edge(0) },
    { ...plain, data: edge(1), fill: '-1', backgroundColor: `${theme.runs[slot]!}2b` },
  ];
}

function bandOf({ y, deviation = 0, range }: PlotPoint): readonly [number, number] {
  return range ?? [y - deviation, y + deviation];
}

/** The mean width of a character in a tooltip. */
const characterPixels = 5.8;

export function optionsOf(
  { xTitle, wholeX, yTitle }: ChartForm,
  { lines, yRange, isStacked }: Plot,
  theme: Theme,
  { range: xRange, logarithmic }: ChartView,
): NonNullable<LineConfig['options']> {
  const font = { family: theme.font, size: 11 };
  const axis = (text: string) => ({
    type: 'linear' as const,
    title: { display: true, text, color: theme.muted, font, padding: 2 },
    ticks: { color: theme.muted, font, maxRotation: 0, maxTicksLimit: 6 },
    grid: { color: theme.grid, lineWidth: 0.5, tickLength: 4 },
    border: { color: theme.grid },
  });
  const plainX = axis(xTitle);
  const xs = lines.flatMap(({ points }) => points.map((point) => point.x));
  const max = Math.max(...xs);
  const first = isStacked && xs[0] !== max ? xs[0] : 0; // areas begin at the axis
  const x = {
    ...plainX,
    min: xRange?.[0] ?? first,
    ...(max > 0 ? { max: xRange?.[1] ?? max } : {}),
    ticks: { ...plainX.ticks, includeBounds: false, ...(wholeX ? { precision: 0 } : {}) },
  };
  const [suggestedMin, suggestedMax] = yRange ?? [];
  const range = yRange ? { suggestedMin, suggestedMax } : {};
  return {
    animation: false,
    locale,
    events: ['mousemove', 'mouseout', 'mousedown', 'mouseup', 'dblclick'],
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    interaction: { mode: 'nearest', axis: 'x', intersect: false },
    scales: {
      x,
      y: {
        ...axis(yTitle),
        ...range,
        ...(logarithmic && { type: 'logarithmic' as const }),
        ...(isStacked && { stacked: true, min: 0, max: 100 }),
      },
    },
    plugins: {
      legend: { display: false },
      title: { display: false },
      tooltip: {
        backgroundColor: theme.widget,
        borderColor: theme.widgetBorder,
        borderWidth: 1,
        titleColor: theme.foreground,
        bodyColor: theme.foreground,
        titleFont: font,
        bodyFont: font,
        cornerRadius: 3,
        usePointStyle: true,
        boxWidth: 7,
        boxHeight: 7,
        filter: ({ dataset }) => dataset.label !== '',
        callbacks: {
          title: ([item]) => (item ? `${xTitle} ${exact(item.parsed.x)}` : ''),
          label({ chart, dataset, raw }) {
            const maxLength = Math.floor((chart.width - 40) / characterPixels);
            const text = ` ${pointText(raw as PlotPoint)}  ${dataset.label ?? ''}`;
            return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
          },
        },
      },
    },
  };
}

export function pointText({ y, measured, deviation, range }: PlotPoint): string {
  if (measured !== undefined) return `${exact(y)} (measured ${exact(measured)})`;
  if (range) return `${exact(y)} (${exact(range[0])} to ${exact(range[1])})`;
  return deviation === undefined ? exact(y) : `${exact(y)} ± ${exact(deviation)}`;
}

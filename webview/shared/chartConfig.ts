import {
  Chart,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Title,
  Tooltip,
  type ChartConfiguration,
  type ChartDataset,
  type PointStyle,
} from 'chart.js';
import { exact } from './figures.ts';
import type { Line, Plot, PlotPoint } from './plot.ts';
import type { Theme } from './theme.ts';

Chart.register(Filler, Legend, LinearScale, LineController, LineElement, PointElement, Title, Tooltip);

/** What stays the same of a chart. */
export interface ChartForm {
  /** What is plotted, with its unit. */
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
}

export type LineConfig = ChartConfiguration<'line', PlotPoint[]>;

/** Beside the colours, one a slot. */
export const markers: readonly PointStyle[] = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot', 'star'];

export function chartConfig(form: ChartForm, plot: Plot, theme: Theme): LineConfig {
  return { type: 'line', data: { datasets: datasetsOf(plot, theme) }, options: optionsOf(form, plot, theme) };
}

/** The same with what stands around it in the panel: title, legend and background. */
export function pictureConfig(form: ChartForm, plot: Plot, theme: Theme): LineConfig {
  const { type, data, options } = chartConfig(form, plot, theme);
  const plugins = {
    title: { display: true, text: form.title, color: theme.foreground },
    legend: {
      display: true,
      position: 'bottom' as const,
      labels: { color: theme.foreground, usePointStyle: true, filter: ({ text }: { text: string }) => text !== '' },
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
    options: { ...options, plugins, responsive: false, devicePixelRatio: 2 },
  };
}

export function datasetsOf({ lines }: Plot, theme: Theme): ChartDataset<'line', PlotPoint[]>[] {
  return lines.flatMap((line) => [lineDataset(line, theme), ...bandDatasets(line, theme)]);
}

function lineDataset(line: Line, theme: Theme): ChartDataset<'line', PlotPoint[]> {
  const color = theme.runs[line.slot]!;
  const marked = (i: number) => line.points[i]?.x === line.marked;
  const radii = line.points.map((_, i) => (marked(i) ? 5 : markerAt(line, i) ? 2.5 : 0));
  return {
    label: line.label,
    data: [...line.points],
    borderColor: color,
    borderWidth: theme.highContrast ? 2 : 1.5,
    borderDash: line.dashed ? [5, 4] : [],
    backgroundColor: color,
    pointStyle: markers[line.slot]!,
    pointRadius: radii,
    pointHoverRadius: 4,
    pointBorderWidth: line.points.map((_, i) => (marked(i) ? 2 : 1)),
    pointBackgroundColor: line.points.map((_, i) => (marked(i) ? theme.background : color)),
  };
}

/** A long line bears a few markers only, each slot's at other places. */
function markerAt({ points, slot, dashed }: Line, i: number): boolean {
  if (dashed) return false;
  if (points.length <= 16) return true;
  const every = Math.ceil(points.length / 6);
  return (i + Math.round((slot * every) / 6)) % every === every - 1;
}

/** Its lower edge, and the upper one filled down to it; both without label, for they are no lines of their own. */
function bandDatasets({ points, slot }: Line, theme: Theme): ChartDataset<'line', PlotPoint[]>[] {
  if (points.every(({ deviation }) => deviation === undefined)) return [];
  const edge = (sign: number) => points.map(({ x, y, deviation = 0 }) => ({ x, y: y + sign * deviation }));
  const plain = { label: '', borderWidth: 0, pointRadius: 0, pointHoverRadius: 0 };
  return [
    { ...plain, data: edge(-1) },
    { ...plain, data: edge(1), fill: '-1', backgroundColor: `${theme.runs[slot]!}2b` },
  ];
}

export function optionsOf(
  { xTitle, yTitle }: ChartForm,
  { yRange }: Plot,
  theme: Theme,
): NonNullable<LineConfig['options']> {
  const font = { family: theme.font, size: 11 };
  const axis = (text: string) => ({
    type: 'linear' as const,
    title: { display: true, text, color: theme.muted, font, padding: 2 },
    ticks: { color: theme.muted, font, maxRotation: 0, maxTicksLimit: 6 },
    grid: { color: theme.grid, lineWidth: 0.5, tickLength: 4 },
    border: { color: theme.grid },
  });
  const [suggestedMin, suggestedMax] = yRange ?? [];
  const range = yRange ? { suggestedMin, suggestedMax } : {};
  return {
    animation: false,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    interaction: { mode: 'nearest', axis: 'x', intersect: false },
    scales: { x: axis(xTitle), y: { ...axis(yTitle), ...range } },
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
          label: ({ dataset, raw }) => ` ${dataset.label ?? ''}: ${pointText(raw as PlotPoint)}`,
        },
      },
    },
  };
}

export function pointText({ y, deviation }: PlotPoint): string {
  return deviation === undefined ? exact(y) : `${exact(y)} ± ${exact(deviation)}`;
}

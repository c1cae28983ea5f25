import {
  Chart,
  LinearScale,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
  type ChartConfiguration,
  type Plugin,
} from 'chart.js';
import type { PlottedEstimate, SweepPoint } from '../../src/protocol/sweep.ts';
import { decimals, locale } from '../../src/common/format.ts';
import type { Theme } from '../shared/theme.ts';

Chart.register(LinearScale, LineElement, PointElement, ScatterController, Tooltip);

interface Dot {
  readonly x: number;
  readonly y: number;
  readonly point: SweepPoint;
}
export type ParetoConfig = ChartConfiguration<'scatter', Dot[]>;
export type ParetoChart = Chart<'scatter', Dot[]>;

/** Such as "71.3 ± 0.8". */
export function estimateWords({ mean, half }: PlottedEstimate): string {
  return half === null ? decimals(mean, 1) : `${decimals(mean, 1)} ± ${decimals(half, 1)}`;
}

/** Accuracy against SRS: those on the front as dots joined by a line, the others as diamonds; intervals as bars. */
export function paretoConfig(points: readonly SweepPoint[], srsName: string, theme: Theme): ParetoConfig {
  const dots = points.map((point): Dot => ({ x: point.accuracy.mean, y: point.srs.mean, point }));
  const front = dots.filter(({ point }) => point.front).sort((a, b) => a.x - b.x);
  const others = dots.filter(({ point }) => !point.front);
  const color = { front: theme.runs[0]!, other: theme.muted };
  const look = (own: string) => ({ backgroundColor: own, borderColor: own, pointRadius: 4, pointHoverRadius: 6 });
  const line = { showLine: true, borderWidth: 1, borderDash: [4, 3], tension: 0 };
  return {
    type: 'scatter',
    data: {
      datasets: [
        { label: 'Pareto front', data: front, ...look(color.front), ...line },
        { label: 'others', data: others, ...look(color.other), pointStyle: 'rectRot' },
      ],
    },
    options: options(points, srsName, theme),
    plugins: [intervals(theme)],
  };
}

function options(points: readonly SweepPoint[], srsName: string, theme: Theme): NonNullable<ParetoConfig['options']> {
  const font = { family: theme.font, size: 11 };
  const axis = (text: string, estimates: readonly PlottedEstimate[], bounds: readonly [number, number]) => ({
    type: 'linear' as const,
    title: { display: true, text, color: theme.muted, font, padding: 2 },
    ticks: { color: theme.muted, font, maxRotation: 0, maxTicksLimit: 7 },
    grid: { color: theme.grid, lineWidth: 0.5, tickLength: 4 },
    border: { color: theme.grid },
    ...rangeOf(estimates, bounds),
  });
  return {
    animation: false,
    locale,
    maintainAspectRatio: false,
    interaction: { mode: 'nearest', intersect: true },
    scales: {
      x: axis(
        'test accuracy, %',
        points.map(({ accuracy }) => accuracy),
        [0, 100],
      ),
      y: axis(
        `${srsName}, points`,
        points.map(({ srs }) => srs),
        [-100, 100],
      ),
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        backgroundColor: theme.widget,
        borderColor: theme.widgetBorder,
        borderWidth: 1,
        titleColor: theme.foreground,
        bodyColor: theme.foreground,
        titleFont: font,
        bodyFont: font,
        cornerRadius: 3,
        displayColors: false,
        callbacks: {
          title: (items) => items.map(({ raw }) => (raw as Dot).point.name),
          label: ({ raw }) => pointWords((raw as Dot).point, srsName),
        },
      },
    },
  };
}

export function pointWords({ accuracy, srs }: SweepPoint, srsName: string): string {
  return `accuracy ${estimateWords(accuracy)} %, ${srsName} ${estimateWords(srs)} points`;
}

/** The range that holds all intervals with a margin, cut to possible values: the interval of two seeds may be any width. */
export function rangeOf(
  estimates: readonly PlottedEstimate[],
  [lowest, highest]: readonly [number, number],
): { suggestedMin: number; suggestedMax: number } {
  const ends = estimates.flatMap(({ mean, half }) => [mean - (half ?? 0), mean + (half ?? 0)]);
  const [min, max] = ends.length > 0 ? [Math.min(...ends), Math.max(...ends)] : [0, 1];
  const margin = 0.06 * Math.max(max - min, 0.5);
  return { suggestedMin: Math.max(lowest, min - margin), suggestedMax: Math.min(highest, max + margin) };
}

/** Draws each point's intervals behind it, and its number next to it. */
function intervals(theme: Theme): Plugin<'scatter'> {
  const eachDot = (chart: Chart, draw: (dot: Dot, color: string, x: number, y: number) => void) => {
    for (const { data, backgroundColor } of chart.data.datasets as ParetoConfig['data']['datasets']) {
      for (const dot of data) {
        draw(
          dot,
          backgroundColor as string,
          chart.scales['x']!.getPixelForValue(dot.x),
          chart.scales['y']!.getPixelForValue(dot.y),
        );
      }
    }
  };
  return {
    id: 'intervals',
    beforeDatasetsDraw(chart) {
      const { ctx, scales, chartArea } = chart as Chart;
      ctx.save();
      ctx.beginPath();
      ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
      ctx.clip();
      ctx.lineWidth = theme.highContrast ? 2 : 1;
      ctx.globalAlpha = theme.highContrast ? 1 : 0.65;
      eachDot(chart, ({ point: { accuracy, srs } }, color, x, y) => {
        const wide = pixels(scales['x']!, accuracy);
        const high = pixels(scales['y']!, srs);
        ctx.strokeStyle = color;
        ctx.stroke(new Path2D(`${wide ? bar(wide[0], y, wide[1], y) : ''}${high ? bar(x, high[0], x, high[1]) : ''}`));
      });
      ctx.restore();
    },
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      ctx.save();
      ctx.font = `11px ${theme.font}`;
      eachDot(chart, ({ point }, color, x, y) => {
        ctx.fillStyle = color;
        ctx.fillText(String(point.number), x + 7, y - 6);
      });
      ctx.restore();
    },
  };
}

function pixels(scale: { getPixelForValue(value: number): number }, { mean, half }: PlottedEstimate) {
  return half === null ? null : ([scale.getPixelForValue(mean - half), scale.getPixelForValue(mean + half)] as const);
}

/** The path of a line with caps across its ends. */
function bar(x1: number, y1: number, x2: number, y2: number): string {
  const cap = x1 === x2 ? 'm-3 0h6' : 'm0 -3v6';
  return `M${x1} ${y1}L${x2} ${y2}M${x1} ${y1}${cap}M${x2} ${y2}${cap}`;
}

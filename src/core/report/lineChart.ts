import { html, type Html } from './html.ts';
import { table } from './table.ts';
import { decimals } from '../../common/format.ts';

export interface Line {
  readonly name: string;
  /** null: no value; the line has a gap. */
  readonly values: readonly (number | null)[];
  /** Half the height of the band around each value. */
  readonly band?: readonly (number | null)[];
  readonly dashed?: boolean;
}

export interface LineChart {
  readonly title: string;
  /** Label of the x axis. */
  readonly axis: string;
  readonly x: readonly number[];
  readonly lines: readonly Line[];
  /** Number of decimals in the table and on the y axis. */
  readonly digits: number;
}

const [width, height] = [440, 220];
const frame = { left: 52, right: 12, top: 12, bottom: 34 };

/** A chart as SVG, with a table of its values. Empty if no line has a value. */
export function lineChart(chart: LineChart): Html {
  const scale = scaleOf(chart);
  if (!scale) return html``;
  const { x, lines, title, axis } = chart;
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    <div class="plot">
      <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}; its values are in the table">
        ${gridLines(scale, chart.digits)} ${ticks(scale, x)}
        <text class="axis" x="${(frame.left + width - frame.right) / 2}" y="${height - 4}">${axis}</text>
        ${lines.map((line, i) => lineMarkup(line, i, x, scale))}
      </svg>
      <p class="legend">
        ${lines.map(({ name, dashed }, i) => html`<span class="line-${i}${dashed ? ' dashed' : ''}">${name}</span> `)}
      </p>
    </div>
    ${valueTable(chart)}
  </figure>`;
}

interface Scale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

function scaleOf({ x, lines }: LineChart): Scale | null {
  const values = lines.flatMap(({ values, band }) =>
    values.flatMap((value, i) => (value === null ? [] : [value - (band?.[i] ?? 0), value + (band?.[i] ?? 0)])),
  );
  if (values.length === 0) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = niceStep((high - low || Math.abs(high) || 1) / 4);
  const [min, max] = [Math.floor(low / step) * step, Math.ceil(high / step) * step || step];
  const [first, last] = [x[0]!, x.at(-1)!];
  const xShare = (value: number) => (last === first ? 0.5 : (value - first) / (last - first));
  return {
    min,
    max,
    step,
    x: (value) => round(frame.left + xShare(value) * (width - frame.left - frame.right)),
    y: (value) =>
      round(height - frame.bottom - ((value - min) / (max - min || 1)) * (height - frame.top - frame.bottom)),
  };
}

/** The smallest of 1, 2 or 5 times a power of ten that is at least `min`. */
function niceStep(min: number): number {
  const power = 10 ** Math.floor(Math.log10(min));
  return power * ([1, 2, 5].find((factor) => factor * power >= min) ?? 10);
}

function gridLines({ min, max, step, y }: Scale, digits: number): Html[] {
  const count = Math.round((max - min) / step);
  const places = Math.min(digits, Math.max(0, -Math.floor(Math.log10(step))));
  return Array.from({ length: count + 1 }, (_, i) => {
    const value = min + i * step;
    const lineY = y(value);
    return html`<path class="grid" d="M${frame.left} ${lineY}H${width - frame.right}" />
      <text class="tick" text-anchor="end" x="${frame.left - 6}" y="${lineY + 4}">${decimals(value, places)}</text>`;
  });
}

/** Labels of at most ten of the x values. */
function ticks(scale: Scale, x: readonly number[]): Html[] {
  const interval = Math.ceil(x.length / 10);
  return x
    .filter((_, i) => i % interval === 0)
    .map(
      (value) => html`<text class="tick" text-anchor="middle" x="${scale.x(value)}" y="${height - 20}">${value}</text>`,
    );
}

function lineMarkup({ values, band, dashed }: Line, index: number, x: readonly number[], scale: Scale): Html {
  const points = values.map((value, i) => (value === null ? null : ([scale.x(x[i]!), scale.y(value)] as const)));
  const style = `line-${index}${dashed ? ' dashed' : ''}`;
  const dots = points.map(
    (point) => point && html`<circle class="${style}" cx="${point[0]}" cy="${point[1]}" r="2.5" />`,
  );
  return html`${band && html`<path class="band line-${index}" d="${bandPath(values, band, x, scale)}" />`}
    <path class="${style}" d="${linePath(points)}" />${dots}`;
}

function linePath(points: readonly (readonly [number, number] | null)[]): string {
  return points.map((point, i) => (point ? `${points[i - 1] ? 'L' : 'M'}${point[0]} ${point[1]}` : '')).join('');
}

function bandPath(values: Line['values'], band: NonNullable<Line['band']>, x: readonly number[], scale: Scale): string {
  const points = values.flatMap((value, i) =>
    value === null || band[i] == null ? [] : [[x[i]!, value, band[i]] as const],
  );
  const upper = points.map(([x, value, half]) => `${scale.x(x)} ${scale.y(value + half)}`);
  const lower = points.map(([x, value, half]) => `${scale.x(x)} ${scale.y(value - half)}`).reverse();
  return points.length === 0 ? '' : `M${[...upper, ...lower].join('L')}Z`;
}

function valueTable({ title, axis, x, lines, digits }: LineChart): Html {
  const cell = ({ values, band }: Line, i: number) =>
    band?.[i] == null ? decimals(values[i], digits) : `${decimals(values[i], digits)} ± ${decimals(band[i], digits)}`;
  return html`<div class="values" tabindex="0" role="region" aria-label="Values of ${title}">
    ${table(
      [axis, ...lines.map(({ name }) => name)],
      x.map((value, i) => [value, ...lines.map((line) => cell(line, i))]),
    )}
  </div>`;
}

const round = (value: number) => Math.round(value * 100) / 100;

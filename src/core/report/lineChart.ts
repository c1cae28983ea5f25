import { html, type Html } from './html.ts';
import { decimals } from '../../common/format.ts';

export interface Line {
  readonly name: string;
  /** null where there is no value: the line is broken. */
  readonly values: readonly (number | null)[];
  /** Half the height of the band around each value. */
  readonly band?: readonly (number | null)[];
  readonly dashed?: boolean;
}

export interface LineChart {
  readonly title: string;
  /** What x is. */
  readonly axis: string;
  readonly x: readonly number[];
  readonly lines: readonly Line[];
  /** Values a table shows: shares as percent, else so many decimals. */
  readonly digits: number;
}

const [width, height] = [440, 220];
const frame = { left: 52, right: 12, top: 12, bottom: 34 };

/** A chart as SVG with its table beside it. Nothing where no line has a value. */
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
        ${lines.map((line, i) => drawn(line, i, x, scale))}
      </svg>
      <p class="legend">
        ${lines.map(({ name, dashed }, i) => html`<span class="line-${i}${dashed ? ' dashed' : ''}">${name}</span> `)}
      </p>
    </div>
    ${valueTable(chart)}
  </figure>`;
}

interface Scale {
  readonly least: number;
  readonly most: number;
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
  const [least, most] = [Math.floor(low / step) * step, Math.ceil(high / step) * step || step];
  const [first, last] = [x[0]!, x.at(-1)!];
  const across = (value: number) => (last === first ? 0.5 : (value - first) / (last - first));
  return {
    least,
    most,
    step,
    x: (value) => round(frame.left + across(value) * (width - frame.left - frame.right)),
    y: (value) =>
      round(height - frame.bottom - ((value - least) / (most - least || 1)) * (height - frame.top - frame.bottom)),
  };
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
}

function gridLines({ least, most, step, y }: Scale, digits: number): Html[] {
  const count = Math.round((most - least) / step);
  const places = Math.min(digits, Math.max(0, -Math.floor(Math.log10(step))));
  return Array.from({ length: count + 1 }, (_, i) => {
    const value = least + i * step;
    const at = y(value);
    return html`<path class="grid" d="M${frame.left} ${at}H${width - frame.right}" />
      <text class="tick" text-anchor="end" x="${frame.left - 6}" y="${at + 4}">${decimals(value, places)}</text>`;
  });
}

/** At most ten of the x values. */
function ticks(scale: Scale, x: readonly number[]): Html[] {
  const every = Math.ceil(x.length / 10);
  return x
    .filter((_, i) => i % every === 0)
    .map(
      (value) => html`<text class="tick" text-anchor="middle" x="${scale.x(value)}" y="${height - 20}">${value}</text>`,
    );
}

function drawn({ values, band, dashed }: Line, index: number, x: readonly number[], scale: Scale): Html {
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
  const there = values.flatMap((value, i) =>
    value === null || band[i] == null ? [] : [[x[i]!, value, band[i]] as const],
  );
  const above = there.map(([at, value, half]) => `${scale.x(at)} ${scale.y(value + half)}`);
  const below = there.map(([at, value, half]) => `${scale.x(at)} ${scale.y(value - half)}`).reverse();
  return there.length === 0 ? '' : `M${[...above, ...below].join('L')}Z`;
}

function valueTable({ title, axis, x, lines, digits }: LineChart): Html {
  const cell = ({ values, band }: Line, i: number) =>
    band?.[i] == null ? decimals(values[i], digits) : `${decimals(values[i], digits)} ± ${decimals(band[i], digits)}`;
  return html`<div class="values" tabindex="0" role="region" aria-label="Values of ${title}">
    <table>
      <thead>
        <tr>
          <th>${axis}</th>
          ${lines.map(({ name }) => html`<th>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${x.map(
          (value, i) =>
            html`<tr>
              <th>${value}</th>
              ${lines.map((line) => html`<td>${cell(line, i)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const round = (value: number) => Math.round(value * 100) / 100;

import { decimals } from '../../common/format.ts';
import type { Estimate } from '../../common/statistics.ts';
import { labelOf, measure, type MeasureId } from '../experiment/measures.ts';
import { valueText } from './readSweep.ts';
import { withPareto, type Combination, type Summary } from './summary.ts';

/** Pixels. */
const size = { width: 640, height: 400, left: 64, right: 24, top: 24, bottom: 56, line: 18 };
/** Readable on light and dark backgrounds, as the picture has a transparent one. */
const colors = { axis: '#808080', front: '#2f81f7', other: '#9a6700' };

interface Point {
  readonly number: number;
  readonly name: string;
  readonly accuracy: Estimate;
  /** Of the measure on the vertical axis. */
  readonly other: Estimate;
  readonly front: boolean;
}

/**
 * An SVG document: accuracy and another measure, by default SRS, of every combination that has both, their intervals as bars, the Pareto
 * front as a line. `id`: the measure on the vertical axis, of which higher values are better.
 */
export function paretoPlot(summary: Summary, id: MeasureId = 'srs'): string {
  const points = withPareto(summary.combinations, id).flatMap((combination, i) => pointOf(combination, id, i));
  const [x, y] = [scaleOf(points.map(({ accuracy }) => accuracy)), scaleOf(points.map(({ other }) => other))];
  const { width, height, left, right, top, bottom, line } = size;
  const atX = (value: number) => left + ((value - x.low) / (x.high - x.low)) * (width - left - right);
  const atY = (value: number) => height - bottom - ((value - y.low) / (y.high - y.low)) * (height - top - bottom);
  const front = points.filter((point) => point.front).sort((a, b) => a.accuracy.mean - b.accuracy.mean);
  const total = height + points.length * line + 8;
  const label = labelOf(measure(id), summary.headline);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${total}" width="${width}" height="${total}" font-family="sans-serif" font-size="12" fill="${colors.axis}" role="img">`,
    `<title>Accuracy and ${label} by setting, with 95 % intervals</title>`,
    ...x.ticks.map((tick) => text(atX(tick), height - bottom + 18, 'middle', decimals(tick, x.digits))),
    ...y.ticks.map((tick) => text(left - 8, atY(tick) + 4, 'end', decimals(tick, y.digits))),
    ...y.ticks.map((tick) =>
      stroke(left, atY(tick), width - right, atY(tick), `stroke="${colors.axis}" stroke-opacity="0.25"`),
    ),
    stroke(left, height - bottom, width - right, height - bottom, `stroke="${colors.axis}"`),
    text((left + width - right) / 2, height - bottom + 40, 'middle', 'test accuracy, %'),
    `<g transform="rotate(-90)">${text(-(top + height - bottom) / 2, 18, 'middle', `${label}, ${measure(id).unit}`)}</g>`,
    `<polyline fill="none" stroke="${colors.front}" stroke-opacity="0.6" points="${front.map(({ accuracy, other }) => `${coordinate(atX(accuracy.mean))},${coordinate(atY(other.mean))}`).join(' ')}"/>`,
    ...points.map((point) => marker(point, label, atX, atY)),
    ...points.map(({ number, name, front }, i) => {
      const remark = front ? ' (Pareto front)' : '';
      return text(
        left,
        height + i * line + 8,
        'start',
        `${number}  ${name}${remark}`,
        front ? colors.front : colors.other,
      );
    }),
    '</svg>',
    '',
  ].join('\n');
}

function pointOf({ settings, estimates, pareto }: Combination, id: MeasureId, index: number): Point[] {
  const { accuracy, [id]: other } = estimates;
  if (!accuracy || !other) return [];
  const name = Object.entries(settings).map(([field, value]) => `${field} ${valueText(value)}`);
  return [{ number: index + 1, name: name.join(', ') || 'all seeds', accuracy, other, front: pareto === true }];
}

function marker(
  { number, name, accuracy, other, front }: Point,
  label: string,
  atX: (value: number) => number,
  atY: (value: number) => number,
): string {
  const [cx, cy] = [atX(accuracy.mean), atY(other.mean)];
  const color = front ? colors.front : colors.other;
  const bar = `stroke="${color}" stroke-opacity="0.7"`;
  const { half: halfX } = accuracy;
  const { half: halfY } = other;
  const value = ({ mean, half }: Estimate) => `${decimals(mean, 1)}${half === null ? '' : ` ± ${decimals(half, 1)}`}`;
  return [
    `<g><title>${escaped(`${name}: accuracy ${value(accuracy)} %, ${label} ${value(other)}`)}</title>`,
    halfX === null ? '' : stroke(atX(accuracy.mean - halfX), cy, atX(accuracy.mean + halfX), cy, bar),
    halfY === null ? '' : stroke(cx, atY(other.mean - halfY), cx, atY(other.mean + halfY), bar),
    `<circle cx="${coordinate(cx)}" cy="${coordinate(cy)}" r="4" fill="${color}"/>`,
    text(cx + 7, cy - 7, 'start', String(number), color),
    '</g>',
  ].join('');
}

interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** Number of decimals of the ticks. */
  readonly digits: number;
}

/** An axis with round ticks that covers all intervals. */
function scaleOf(estimates: readonly Estimate[]): Scale {
  const ends = estimates.flatMap(({ mean, half }) => [mean - (half ?? 0), mean + (half ?? 0)]);
  const [min, max] = ends.length > 0 ? [Math.min(...ends), Math.max(...ends)] : [0, 1];
  const raw = Math.max(max - min, 0.1) / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= raw)!;
  const first = Math.floor(min / step);
  const last = Math.max(Math.ceil(max / step), first + 1);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return { low: first * step, high: last * step, ticks, digits: Math.max(0, -Math.floor(Math.log10(step))) };
}

const coordinate = (value: number) => value.toFixed(1);

function stroke(x1: number, y1: number, x2: number, y2: number, style: string): string {
  return `<line x1="${coordinate(x1)}" y1="${coordinate(y1)}" x2="${coordinate(x2)}" y2="${coordinate(y2)}" ${style}/>`;
}

function text(x: number, y: number, anchor: string, content: string, fill?: string): string {
  const color = fill === undefined ? '' : ` fill="${fill}"`;
  return `<text x="${coordinate(x)}" y="${coordinate(y)}" text-anchor="${anchor}"${color}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

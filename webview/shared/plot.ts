/** What a chart shows: lines over a common x. Plain data, without colours. */
export interface Plot {
  readonly lines: readonly Line[];
  /** The range of y to show at least. */
  readonly yRange?: readonly [number, number] | undefined;
  /** Whether the lines are the upper edges of areas on top of each other, whose values are shares that add up to 100. */
  readonly isStacked?: boolean;
}

export interface Line {
  /** Unique in the plot. */
  readonly label: string;
  /** Slot of the run: gives colour and marker. */
  readonly slot: number;
  readonly dashed: boolean;
  /** Drawn in grey instead of the colour of its slot. */
  readonly isMuted?: boolean;
  readonly points: readonly PlotPoint[];
  /** The x of a point to be marked. */
  readonly marked?: number | undefined;
}

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
  /** Of a smoothed line: the value itself. */
  readonly measured?: number | undefined;
  /** Standard deviation, drawn as a band around the line. */
  readonly deviation?: number | undefined;
  /** Smallest and largest value, drawn as a band as well; a point has this or `deviation`, or neither. */
  readonly range?: readonly [number, number] | undefined;
}

/**
 * Columns: x, then each line, followed by its deviations or its smallest and largest values where it has them. Rows in
 * ascending order of x; null where a line has no point.
 */
export interface PlotTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (number | null)[])[];
}

export function tableOf({ lines }: Plot, xTitle: string): PlotTable {
  const columns = lines.flatMap(({ label, points }) => {
    const column = (name: string, value: (point: PlotPoint) => number | undefined) => ({
      name: [label, name].filter(Boolean).join(', '),
      at: new Map(points.map((point) => [point.x, value(point) ?? null])),
    });
    const values = column('', ({ y }) => y);
    if (points.some(({ range }) => range)) {
      return [values, column('smallest', ({ range }) => range?.[0]), column('largest', ({ range }) => range?.[1])];
    }
    return hasDeviations(points) ? [values, column('deviation', ({ deviation }) => deviation)] : [values];
  });
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  return {
    header: [xTitle, ...columns.map(({ name }) => name)],
    rows: xs.map((x) => [x, ...columns.map(({ at }) => at.get(x) ?? null)]),
  };
}

function hasDeviations(points: readonly PlotPoint[]): boolean {
  return points.some(({ deviation }) => deviation !== undefined);
}

/** RFC 4180, every digit of every value; an empty field where there is none. */
export function csvOf({ header, rows }: PlotTable): string {
  const lines = [header.map(quoted), ...rows.map((row) => row.map((value) => (value === null ? '' : String(value))))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

/** One sentence per line, for screen readers. */
export function describe({ lines }: Plot, format: (y: number) => string): string {
  return lines
    .flatMap(({ label, points }) => {
      const [first, last] = [points[0], points.at(-1)];
      if (!first || !last) return [];
      return [`${label}: ${format(first.y)} at ${first.x}, ${format(last.y)} at ${last.x}.`];
    })
    .join(' ');
}

export function samePlot(a: Plot, b: Plot): boolean {
  const range = a.yRange?.[0] === b.yRange?.[0] && a.yRange?.[1] === b.yRange?.[1];
  return range && a.isStacked === b.isStacked && same(a.lines, b.lines, sameLine);
}

function sameLine(a: Line, b: Line): boolean {
  const alike = a.label === b.label && a.slot === b.slot && a.dashed === b.dashed && a.marked === b.marked;
  return alike && same(a.points, b.points, samePoint);
}

function samePoint(a: PlotPoint, b: PlotPoint): boolean {
  const range = a.range?.[0] === b.range?.[0] && a.range?.[1] === b.range?.[1];
  return range && a.x === b.x && a.y === b.y && a.measured === b.measured && a.deviation === b.deviation;
}

function same<T>(a: readonly T[], b: readonly T[], equal: (one: T, other: T) => boolean): boolean {
  return a.length === b.length && a.every((one, i) => equal(one, b[i]!));
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

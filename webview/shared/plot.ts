/** What a chart shows: lines over a common x. Plain data, without colours. */
export interface Plot {
  readonly lines: readonly Line[];
  /** The least range of y. */
  readonly yRange?: readonly [number, number] | undefined;
}

export interface Line {
  /** Unique in the plot. */
  readonly label: string;
  /** Of the run: decides colour and marker. */
  readonly slot: number;
  readonly dashed: boolean;
  readonly points: readonly PlotPoint[];
  /** The x of a point to be marked. */
  readonly marked?: number | undefined;
}

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
  /** Standard deviation, drawn as a band around the line. */
  readonly deviation?: number | undefined;
}

/** Columns: x, then each line, and its deviation where it has one. Rows by rising x; null where a line has no point. */
export interface PlotTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (number | null)[])[];
}

export function tableOf({ lines }: Plot, xTitle: string): PlotTable {
  const columns = lines.flatMap(({ label, points }) => {
    const values = { name: label, at: new Map(points.map(({ x, y }) => [x, y])) };
    if (points.every(({ deviation }) => deviation === undefined)) return [values];
    const deviations = points.map(({ x, deviation }) => [x, deviation ?? null] as const);
    return [values, { name: `${label}, deviation`, at: new Map(deviations) }];
  });
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  return {
    header: [xTitle, ...columns.map(({ name }) => name)],
    rows: xs.map((x) => [x, ...columns.map(({ at }) => at.get(x) ?? null)]),
  };
}

/** RFC 4180, every digit of every value; an empty field where there is none. */
export function csvOf({ header, rows }: PlotTable): string {
  const lines = [header.map(quoted), ...rows.map((row) => row.map((value) => (value === null ? '' : String(value))))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

/** One sentence a line, for those who do not see it. */
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
  return range && same(a.lines, b.lines, sameLine);
}

function sameLine(a: Line, b: Line): boolean {
  const alike = a.label === b.label && a.slot === b.slot && a.dashed === b.dashed && a.marked === b.marked;
  return alike && same(a.points, b.points, (p, q) => p.x === q.x && p.y === q.y && p.deviation === q.deviation);
}

function same<T>(a: readonly T[], b: readonly T[], equal: (one: T, other: T) => boolean): boolean {
  return a.length === b.length && a.every((one, i) => equal(one, b[i]!));
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

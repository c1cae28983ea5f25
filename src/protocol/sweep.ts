import * as z from 'zod'; // so that a bundle has only what is used of it

/** Between the extension and the panel of a sweep. The panel draws what it is sent and stores only the state it is sent. */
export const sweepVersion = 1;

/** From 1, in the order of the file. */
const number = z.int().min(1);

/** One row per combination of all values except the seeds, one column per seed. */
const grid = z.strictObject({
  fields: z.array(z.string()),
  /** Empty if the sweep has no seeds: then there is one column. */
  seeds: z.array(z.string()),
  rows: z.array(z.strictObject({ values: z.array(z.string()), elements: z.array(number) })),
});
export type SweepGrid = z.output<typeof grid>;

const cell = z.strictObject({
  number,
  state: z.enum(['waiting', 'running', 'done', 'failed', 'stopped']),
  /** Progress, 0 to 1, while it runs. */
  share: z.number().nullable(),
  /** Why it is in that state; null if that needs no explanation. */
  reason: z.string().nullable(),
  /** Whether it has a run that can be opened. */
  opens: z.boolean(),
});
export type SweepCell = z.output<typeof cell>;

const status = z.strictObject({
  /** Whether this window runs it, or is stopping it. */
  state: z.enum(['idle', 'running', 'stopping']),
  /** Seconds since this window started it, and the estimated seconds left; null if unknown. */
  seconds: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** The latest message about the cluster. */
  note: z.string().nullable(),
});
export type SweepStatus = z.output<typeof status>;

/** Formatted cells; `align` has one letter per column, l or r. */
const table = z.strictObject({
  title: z.string(),
  header: z.array(z.string()),
  align: z.string(),
  rows: z.array(z.array(z.string())),
});
export type SweepTable = z.output<typeof table>;

/** `half`: of the 95 % interval; null for one value. */
const estimate = z.strictObject({ mean: z.number(), half: z.number().nullable() });
export type PlottedEstimate = z.output<typeof estimate>;

/** A combination with both figures: accuracy in percent, SRS in points. `number`: from 1, its row in the table. */
const point = z.strictObject({ number, name: z.string(), accuracy: estimate, srs: estimate, front: z.boolean() });
export type SweepPoint = z.output<typeof point>;

const result = z.strictObject({
  /** Of each combination, mean and interval over its seeds. */
  combinations: table,
  /** Of paired tests; null if no field has two values. */
  differences: table.nullable(),
  /** Fields whose values can be compared, and the one that is. */
  comparable: z.array(z.string()),
  compared: z.string().nullable(),
  /** Such as "SRS(0.3)". */
  srsName: z.string(),
  points: z.array(point),
});
export type SweepResult = z.output<typeof result>;

/** Survives a reload of the window. `compare`: as the user chose; null: the default. */
export const sweepPanelState = z.strictObject({ experimentPath: z.string(), compare: z.string().nullable() });
export type SweepPanelState = z.output<typeof sweepPanelState>;

export const toSweep = z.discriminatedUnion('kind', [
  /** The panel has another version of the protocol: it has to be reopened. */
  z.strictObject({ kind: z.literal('outdated') }),
  z.strictObject({
    kind: z.literal('overview'),
    title: z.string(),
    /** Whether the workspace may compute. */
    trusted: z.boolean(),
    /** null if the experiment has no sweep or is invalid at the moment. */
    grid: grid.nullable(),
    state: sweepPanelState,
  }),
  /** Those that are new or changed. */
  z.strictObject({ kind: z.literal('cells'), cells: z.array(cell) }),
  z.strictObject({ kind: z.literal('status'), status }),
  /** null before the first element is done. */
  z.strictObject({ kind: z.literal('result'), result: result.nullable() }),
]);
export type ToSweep = z.output<typeof toSweep>;
export type SweepOverview = Extract<ToSweep, { kind: 'overview' }>;

export const exportedForms = ['md', 'latex', 'csv'] as const;

export const fromSweep = z.discriminatedUnion('kind', [
  /** The first message; nothing is sent to the panel before it. */
  z.strictObject({ kind: z.literal('ready'), version: z.int() }),
  z.strictObject({ kind: z.literal('run') }),
  z.strictObject({ kind: z.literal('stop') }),
  z.strictObject({ kind: z.literal('openExperiment') }),
  /** The run of an element. */
  z.strictObject({ kind: z.literal('open'), number }),
  z.strictObject({ kind: z.literal('compare'), field: z.string() }),
  /** The tables to the clipboard. */
  z.strictObject({ kind: z.literal('copy'), form: z.enum(exportedForms) }),
  /** To a file: the tables, in the format of its extension, or the plot as SVG. */
  z.strictObject({ kind: z.literal('save'), what: z.enum(['tables', 'plot']) }),
]);
export type FromSweep = z.output<typeof fromSweep>;

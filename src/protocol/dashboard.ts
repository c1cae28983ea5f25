import * as z from 'zod'; // so that a bundle has only what is used of it

/** Between the extension and the dashboard panel. The panel draws what it is sent; it stores the state it is sent and how its curves are drawn. */
export const dashboardVersion = 6;

/** The number of runs drawn at the same time, each in a slot with a colour and a marker. */
export const slotCount = 6;

const directory = z.string();
const column = z.array(z.number());
const gappedColumn = z.array(z.number().nullable());

/** A run as the list shows it. */
const runItem = z.strictObject({
  directory,
  id: z.string(),
  /** What it is called, such as "preset safr · seed 2": no other run of the list has this name. */
  name: z.string(),
  tags: z.array(z.string()),
  /** When it was started, ISO 8601. */
  started: z.string(),
  status: z.enum(['running', 'finished', 'stopped', 'failed', 'interrupted']),
  /** Why it is in that state; null while it runs. */
  reason: z.string().nullable(),
  /** Whole epochs so far. */
  epochs: z.int(),
  /** 0 to 1: of the test split where it was evaluated, else the best of dev; null before the first epoch. */
  accuracy: z.number().nullable(),
  accuracySplit: z.enum(['test', 'dev']),
  /** SRS at the headline fraction in percentage points, of the evaluation. */
  srs: z.number().nullable(),
  evaluated: z.boolean(),
  canResume: z.boolean(),
  canExplain: z.boolean(),
  /** The slot in which it is drawn, from 0; null: not shown. */
  slot: z.int().min(0).lt(slotCount).nullable(),
});
export type RunItem = z.output<typeof runItem>;

/** A running training or evaluation of the experiment. */
const job = z.strictObject({
  phase: z.string(),
  /** Share done, 0 to 1; null: unknown. */
  share: z.number().nullable(),
  epoch: z.int().nullable(),
  loss: z.number().nullable(),
  secondsLeft: z.number().nullable(),
});
export type JobView = z.output<typeof job>;

/** A table of the configurations, one field per row. */
const differences = z.strictObject({
  /** The slots of the shown runs in order; of a single run: its slot, and null for the defaults. */
  columns: z.array(z.int().nullable()),
  rows: z.array(z.strictObject({ field: z.string(), values: z.array(z.string()) })),
});
export type Differences = z.output<typeof differences>;

const randomMean = z.strictObject({ mean: z.number(), deviation: z.number().nullable() });
const srsValue = z.strictObject({ srs: z.number(), random: randomMean.nullable() }).nullable();
export const removalKinds = ['imp', 'inter', 'both'] as const;
export type RemovalKind = (typeof removalKinds)[number];
const srsPoint = z.strictObject({ k: z.number(), imp: srsValue, inter: srsValue, both: srsValue });
export type SrsPoint = z.output<typeof srsPoint>;

/** A row of the table of results, as it is shown. `random`: what was measured at random; null where there is no such comparison. */
const figure = z.strictObject({ name: z.string(), text: z.string(), random: z.string().nullable() });
export type Figure = z.output<typeof figure>;
const figureGroup = z.strictObject({ title: z.string(), rows: z.array(figure) });
export type FigureGroup = z.output<typeof figureGroup>;

/** How the neurons are shared among the tokens of a text, as shares of all neurons, 0 to 1. */
const neuronsPerText = z.strictObject({ monosemantic: z.number(), polysemantic: z.number(), unused: z.number() });
export type NeuronsPerText = z.output<typeof neuronsPerText>;

/** SRS_imp(k) by a ranking of tokens, `name` in words. */
const rival = z.strictObject({
  name: z.string(),
  curve: z.array(z.strictObject({ k: z.number(), srs: z.number(), deviation: z.number().nullable() })),
});
export type Rival = z.output<typeof rival>;

/** How rankings compare on the same texts; the rows begin with the name of the ranking. */
const rivalTable = z.strictObject({
  title: z.string(),
  heads: z.array(z.string()).readonly(),
  rows: z.array(z.array(z.string()).readonly()).readonly(),
  notes: z.array(z.string()).readonly(),
});
export type RivalTable = z.output<typeof rivalTable>;

/** How well rankings find what a rationale marks; the rows begin with the name of the ranking. */
const rationale = z.strictObject({
  title: z.string(),
  remark: z.string(),
  heads: z.array(z.string()).readonly(),
  rows: z.array(z.array(z.string()).readonly()).readonly(),
});

/** What was measured on the slices as it is shown: all texts first, then a slice in each row. */
const slices = z.strictObject({
  /** Of the cells. */
  heads: z.array(z.string()).readonly(),
  rows: z
    .array(
      z.strictObject({
        name: z.string(),
        /** Its conditions in words. */
        where: z.string(),
        texts: z.string(),
        cells: z.array(z.strictObject({ text: z.string(), interval: z.string().nullable() })).readonly(),
      }),
    )
    .readonly(),
  /** Sentences about small and empty slices. */
  notes: z.array(z.string()).readonly(),
});

/** A measure of the summary, as it is shown. */
const summaryFigure = z.strictObject({
  name: z.string(),
  text: z.string(),
  /** Its 95 % interval, or why it is missing; null: nothing to say. */
  note: z.string().nullable(),
  /** What it measures, in a sentence. */
  meaning: z.string(),
});
export type SummaryFigure = z.output<typeof summaryFigure>;

/** How many texts of each class were predicted to be of which: [class][predicted class]. */
const confusion = z.strictObject({
  classes: z.array(z.string()),
  counts: z.array(z.array(z.int()).readonly()).readonly(),
});
export type Confusion = z.output<typeof confusion>;

/** What is shown of an evaluation. */
const evaluation = z.strictObject({
  sentences: z.int(),
  /** Groups of measures that are read together. Every evaluation has the same groups of the same measures. */
  summary: z.array(z.array(summaryFigure).readonly()).readonly(),
  /** null for too many classes to show. */
  confusion: confusion.nullable(),
  /** The same rows for every run; a dash for what was not measured. */
  figures: z.array(figureGroup),
  neuronsPerText,
  headline: z.number(),
  /** In percentage points. */
  curve: z.array(srsPoint),
  /** The mask and the rivals that are drawn, those of the first table; null if they were not measured. */
  rivals: z.array(rival).max(slotCount).nullable(),
  /** A table for each set of texts that rankings were compared on. */
  rivalTables: z.array(rivalTable).readonly(),
  /** A table for each rationale of the texts, as it is shown. */
  rationales: z.array(rationale).readonly(),
  /** null for an experiment without slices. */
  slices: slices.nullable(),
});
export type EvaluationView = z.output<typeof evaluation>;

/** The data of a run as they are shown: a table with one row per split, what was left out, and warnings. */
const data = z.strictObject({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  leftOut: z.string().nullable(),
  warnings: z.array(z.string()),
});
export type DataView = z.output<typeof data>;

/** What is drawn of a run: columns of equal length. */
const runCurves = z.strictObject({
  directory,
  /** null where a step or the end of an epoch does not have the loss. */
  steps: z.strictObject({
    step: column,
    crossEntropy: gappedColumn,
    importance: gappedColumn,
    interaction: gappedColumn,
    /** Missing where no line has it. */
    similarity: gappedColumn.optional(),
  }),
  /** Accuracies and shares are 0 to 1, SRS in percentage points; null if it was not measured. */
  epochs: z.strictObject({
    epoch: column,
    trainAccuracy: column,
    devAccuracy: column,
    devMacroF1: gappedColumn,
    devSrs: gappedColumn,
    monosemantic: gappedColumn,
    polysemantic: gappedColumn,
    dead: gappedColumn,
  }),
  /** The epoch, from 1, whose weights it holds. */
  bestEpoch: z.int().nullable(),
  /** What decides on it. */
  monitor: z.enum(['accuracy', 'macroF1']),
  /** Dev sentences measured after each epoch; 0: none. */
  devSample: z.int(),
  /** Whether it has a training: not for an encoder that is taken as it is. */
  isTrained: z.boolean(),
  evaluation: evaluation.nullable(),
  /** null for runs of earlier versions. */
  data: data.nullable(),
  device: z.string(),
  /** Of training. */
  seconds: z.number(),
});
export type RunCurves = z.output<typeof runCurves>;

/** How the losses are drawn. */
const curveSettings = z.strictObject({
  /** Weight of the moving average, 0 to below 1; 0: they are not smoothed. */
  smoothing: z.number().min(0).lt(1),
  /** Whether the axis of y is logarithmic. */
  logarithmic: z.boolean(),
});
export type CurveSettings = z.output<typeof curveSettings>;

/** Survives a reload of the window: whose dashboard it is, and the directory of the run in each slot. The panel adds how it draws curves. */
export const dashboardState = z.strictObject({
  experimentPath: z.string(),
  slots: z.array(z.string().nullable()).length(slotCount),
  curves: curveSettings.optional(),
});
export type DashboardState = z.output<typeof dashboardState>;

export const toDashboard = z.discriminatedUnion('kind', [
  /** The panel has another version of the protocol: it has to be reopened. */
  z.strictObject({ kind: z.literal('outdated') }),
  /** The whole list, and what is shown around the charts. */
  z.strictObject({
    kind: z.literal('overview'),
    title: z.string(),
    /** Whether the workspace may train and evaluate. */
    trusted: z.boolean(),
    /** Whether the experiment file is valid: otherwise it cannot be trained. */
    trainable: z.boolean(),
    runs: z.array(runItem),
    differences,
    /** A note to the user about the choice of runs; null: none. */
    note: z.string().nullable(),
    state: dashboardState,
  }),
  /** A shown run, new or changed. */
  z.strictObject({ kind: z.literal('run'), run: runCurves }),
  z.strictObject({ kind: z.literal('job'), job: job.nullable() }),
]);
export type ToDashboard = z.output<typeof toDashboard>;
export type Overview = Extract<ToDashboard, { kind: 'overview' }>;

/** The actions of the panel: on the experiment without a directory, else on that run. */
const action = z.enum(['train', 'resume', 'stop', 'evaluate', 'compareExplanations', 'openNeurons', 'revealRun']);
export type Action = z.output<typeof action>;

export const fromDashboard = z.discriminatedUnion('kind', [
  /** The first message; nothing is sent to the panel before it. */
  z.strictObject({ kind: z.literal('ready'), version: z.int() }),
  z.strictObject({ kind: z.literal('choose'), directory, shown: z.boolean() }),
  /** Lists the test texts of one class that were predicted to be of another, or of the same; both by their number. */
  z.strictObject({ kind: z.literal('openTexts'), directory, label: z.int(), predicted: z.int() }),
  z.strictObject({ kind: z.literal('act'), action, directory: directory.nullable() }),
  /** To be saved as a file: base64 of a PNG, or the text of a CSV. `name` is a proposal, without extension. */
  z.strictObject({
    kind: z.literal('export'),
    name: z.string().regex(/^[\w-]{1,80}$/),
    format: z.enum(['png', 'csv']),
    content: z.string(),
  }),
]);
export type FromDashboard = z.output<typeof fromDashboard>;

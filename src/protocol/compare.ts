import * as z from 'zod';

/** Between the extension and the panel that compares runs. The panel draws what it is sent and stores only the state it is sent. */
export const compareVersion = 5;

/** Limits of a comparison. */
export const minCompared = 2;
export const maxCompared = 6;

const list = <T extends z.ZodType>(form: T) => z.array(form).readonly();
const directory = z.string();
const index = z.int().min(0);
const measured = z.number().nullable();
const problem = z.strictObject({ message: z.string(), remedy: z.string() });
export type Problem = z.output<typeof problem>;

const comparedRun = z.strictObject({
  directory,
  id: z.string(),
  /** ISO 8601. */
  started: z.string(),
  /** What it is called among these runs, such as "preset safr · seed 2". */
  name: z.string(),
  evaluated: z.boolean(),
  /** Whether it can be evaluated now. */
  canEvaluate: z.boolean(),
});
export type ComparedRun = z.output<typeof comparedRun>;

/** Runs that differ in their seed only. `counted`: those whose means are shown, one per seed. */
const group = z.strictObject({ variant: z.string(), runs: list(index), counted: list(index) });
export type Group = z.output<typeof group>;

const interval = z.strictObject({ low: z.number(), high: z.number() });
/** to − from, with its 95 % interval over texts where that is known; null for the better one: neither is, or it is not clear. */
const difference = z.strictObject({
  value: z.number(),
  interval: interval.nullable(),
  better: z.enum(['first', 'second']).nullable(),
});

const figureRow = z.strictObject({
  name: z.string(),
  help: z.string(),
  unit: z.enum(['%', 'points', '']),
  digits: index,
  values: list(measured),
  deviations: list(measured),
  /** Means over the seeds of each group with half of their 95 % interval; null for fewer than three. */
  groups: list(z.strictObject({ n: index, mean: z.number(), half: measured }).nullable()),
  /** Of the two runs of the state; null if one was not measured, or on other texts. */
  difference: difference.nullable(),
});
export type FigureRow = z.output<typeof figureRow>;

const bandPoint = z.strictObject({ x: z.number(), mean: z.number(), low: z.number(), high: z.number() });
export type BandPoint = z.output<typeof bandPoint>;
/** One per group. */
const groupCurves = list(z.strictObject({ points: list(bandPoint), random: list(bandPoint) }));
export type GroupCurves = z.output<typeof groupCurves>;
const curves = z.strictObject({
  crossEntropy: groupCurves,
  devAccuracy: groupCurves,
  devSrs: groupCurves,
  monosemantic: groupCurves,
  srsImp: groupCurves,
  srsInter: groupCurves,
  srs: groupCurves,
});
export type Curves = z.output<typeof curves>;

export const neuronLabels = ['monosemantic', 'polysemantic', 'dead'] as const;
const neuron = z.strictObject({ index, label: z.enum(neuronLabels), words: list(z.string()) });
export type Neuron = z.output<typeof neuron>;
const neuronPair = z.strictObject({
  layer: index,
  from: neuron.nullable(),
  to: neuron.nullable(),
  correlation: measured,
});
export type NeuronPair = z.output<typeof neuronPair>;
const spread = z.strictObject({ count: index, reached: index, median: measured, bins: list(index) });
const neurons = z.strictObject({
  tokens: index,
  texts: index,
  sameStart: z.boolean(),
  matched: spread,
  sameNumber: index,
  chance: spread,
  /** Rows: label in the first run, columns: in the second; monosemantic, polysemantic, dead, no match. */
  transitions: list(list(index)),
  pairs: list(neuronPair),
});
export type Neurons = z.output<typeof neurons>;

const word = z.object({ text: z.string(), known: z.boolean(), keep: measured });
export type Word = z.output<typeof word>;
/** The class a model predicts, with its probability, and the keep probability of each word; of a pair of texts, the words of the first. */
const reading = z.strictObject({
  predicted: z.string(),
  probability: z.number(),
  words: list(word),
  boundary: index.optional(),
});
export type Reading = z.output<typeof reading>;
const changes = ['fixed', 'broken', 'wrong'] as const;
export type Change = (typeof changes)[number];
const line = z.strictObject({
  /** Number of the text in the test split. */
  index,
  label: z.string(),
  /** File name and line number, for people. */
  place: z.string(),
  change: z.enum(changes),
  from: reading,
  to: reading,
});
export type Line = z.output<typeof line>;

/** The runs, and the directories of the two whose neurons and predictions are compared. */
export const compareState = z.strictObject({
  directories: z.array(directory).min(minCompared).max(maxCompared).readonly(),
  from: directory,
  to: directory,
});
export type CompareState = z.output<typeof compareState>;

export const toComparePanel = z.discriminatedUnion('kind', [
  /** The panel has another version of the protocol: it has to be reopened. */
  z.strictObject({ kind: z.literal('outdated') }),
  /** Fewer than two of the runs still exist. */
  z.strictObject({ kind: z.literal('deleted') }),
  z.strictObject({
    kind: z.literal('runs'),
    runs: list(comparedRun),
    /** A note to the user; null: none. */
    note: z.string().nullable(),
    /** In this and the following fields, columns are runs or groups in their order. */
    groups: list(group),
    configuration: list(z.strictObject({ field: z.string(), values: list(z.string()) })),
    figures: list(figureRow),
    curves,
    /** Which runs ranked tokens though others ranked words; null: all the same. */
    unitNote: z.string().nullable(),
    /** The neurons of the runs next to the features of their autoencoders, with the letters of the runs in the heads; null: no run has autoencoders. */
    units: z.strictObject({ heads: list(z.string()), rows: list(list(z.string())) }).nullable(),
    state: compareState,
  }),
  /** The neurons of the two are being compared. */
  z.strictObject({ kind: z.literal('working'), phase: z.string(), share: measured }),
  z.strictObject({ kind: z.literal('neurons'), neurons }),
  z.strictObject({ kind: z.literal('noNeurons'), problem }),
  /** How many test texts changed their prediction, of how many; `line` messages follow. */
  z.strictObject({
    kind: z.literal('changes'),
    texts: index,
    fixed: index,
    broken: index,
    wrong: index,
  }),
  z.strictObject({ kind: z.literal('line'), line }),
  z.strictObject({ kind: z.literal('noLines'), problem }),
]);
export type ToComparePanel = z.output<typeof toComparePanel>;
export type Runs = Extract<ToComparePanel, { kind: 'runs' }>;
export type Changes = Extract<ToComparePanel, { kind: 'changes' }>;

export const fromComparePanel = z.discriminatedUnion('kind', [
  /** The first message; nothing is sent to the panel before it. */
  z.strictObject({ kind: z.literal('ready'), version: z.int() }),
  /** Compares the neurons and predictions of these two. */
  z.strictObject({ kind: z.literal('pair'), from: directory, to: directory }),
  /** Stops the comparison of neurons. */
  z.strictObject({ kind: z.literal('stop') }),
  z.strictObject({ kind: z.literal('again') }),
  z.strictObject({ kind: z.literal('moreLines') }),
  /** Opens the neuron panel of a run on a test text. */
  z.strictObject({ kind: z.literal('openText'), directory, index }),
  z.strictObject({ kind: z.literal('openNeuron'), directory, layer: index, index }),
  z.strictObject({ kind: z.literal('evaluate'), directory }),
  /** To be saved as a file, as the dashboard's. */
  z.strictObject({
    kind: z.literal('export'),
    name: z.string().regex(/^[\w-]{1,80}$/),
    format: z.enum(['png', 'csv']),
    content: z.string(),
  }),
]);
export type FromComparePanel = z.output<typeof fromComparePanel>;

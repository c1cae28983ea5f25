import * as z from 'zod';
import type {
  AttentionPart,
  Explanation,
  ExplanationSummary,
  SwitchedOffText,
} from '../core/evaluation/explanation/explanation.ts';

export type {
  AttentionPart,
  ExplainedNeuron,
  ExplainedPair,
  ExplainedToken,
  ExplainedWord,
  Explanation,
  ExplanationSummary,
  SwitchedOffText,
  Verdict,
} from '../core/evaluation/explanation/explanation.ts';

/** Between the extension and the neuron panel. */
export const neuronsVersion = 10;

const directory = z.string();
/** An autoencoder of the run, whose features are shown in place of the neurons: all that is said of neurons here holds for them. */
const features = z.string().optional();
const unitsOfRun = { directory, features };
/** Increases; an answer to any request but the last one is stale. */
const id = z.int().min(0);
const index = z.int().min(0);
const neuron = z.object({ layer: index, index });
const problem = z.object({ message: z.string(), remedy: z.string() });

const tokenForm = z.object({
  text: z.string(),
  id: index,
  start: index,
  end: index,
  known: z.boolean(),
  keep: z.number().nullable(),
  word: index,
  inWord: z.string(),
});
const wordForm = z.object({
  text: z.string(),
  start: index,
  end: index,
  firstToken: index,
  pieces: index,
  known: z.boolean(),
  keep: z.number().nullable(),
});
const probabilities = z.array(z.object({ class: z.string(), probability: z.number() }));
const attentionPart: z.ZodType<AttentionPart> = z.object({ layer: index, head: index.nullable() });
const pairs = z.array(z.object({ first: index, second: index, score: z.number() }));
const summaryFields = {
  predicted: z.string(),
  probabilities,
  logits: z.array(z.number()),
  tokens: z.array(tokenForm),
  words: z.array(wordForm),
  boundary: index.optional(),
  unread: z.int(),
  pairs,
  counts: z.object({ unused: z.int(), monosemantic: z.int(), polysemantic: z.int() }),
};
const summary: z.ZodType<ExplanationSummary> = z.object(summaryFields);
const explanation: z.ZodType<Explanation> = z.object({
  ...summaryFields,
  neurons: z.array(
    neuron.extend({
      label: z.enum(['monosemantic', 'polysemantic']),
      activation: z.number(),
      tokens: z.array(z.object({ token: index, activation: z.number() })),
    }),
  ),
});

const verdict = z.object({ predicted: z.string(), probabilities, margin: z.number() });
const switchedOff: z.ZodType<SwitchedOffText> = z.object({
  before: verdict,
  after: verdict,
  active: z.int(),
  random: z.object({ draws: z.int(), mean: z.number(), deviation: z.number().nullable(), flips: z.int() }),
});

/** Neurons that are switched off: their numbers, layer by layer; layers may be left out at the end. */
const neuronSet = z.array(z.array(index).readonly()).readonly();
export type NeuronSet = readonly (readonly number[])[];

const corpusLabel = z.enum(['dead', 'monosemantic', 'polysemantic']);
export type CorpusLabel = z.output<typeof corpusLabel>;

/** Parts of a text, as UTF-16 offsets. */
const spans = z.array(z.object({ start: index, end: index })).readonly();

/** The label of a text of the data; null if it has none, or if the text is not of the data. */
const dataLabel = z.string().nullable();

/** A run that can explain. */
const runChoice = z.object({
  directory,
  /** The name by which the user chooses it. */
  name: z.string(),
  /** State and figures, in words. */
  description: z.string(),
  /** Whether it is being evaluated. */
  evaluating: z.boolean(),
});
export type RunChoice = z.output<typeof runChoice>;

/** A neuron over the test split, as the run's evaluation has it. */
const corpusNeuron = z.object({
  label: corpusLabel,
  fires: z.int(),
  /** The words of its strongest activations, with their counts. */
  words: z.array(z.object({ word: z.string(), count: z.int() })),
  /** Counts of equally wide bins of its positive activations, from 0 to `range`. */
  histogram: z.object({ range: z.number(), counts: z.array(z.number()) }),
  meanByClass: z.array(z.object({ class: z.string(), mean: z.number().nullable() })),
  /** How many of its strongest activations have their lines stored. */
  strongest: z.int(),
});
export type CorpusNeuron = z.output<typeof corpusNeuron>;

/** One of a neuron's strongest activations, in its sentence. */
const corpusLine = z.object({
  /** Number of the sentence in the test split, and the position of the token in it. */
  sentence: index,
  position: index,
  value: z.number(),
  label: z.string(),
  /** File name and line number, for people. */
  place: z.string(),
  /** The text around the word of the token as it was written, cut to what fits a line. */
  before: z.string(),
  word: z.string(),
  after: z.string(),
});
export type CorpusLine = z.output<typeof corpusLine>;

/** A neuron in the list of all, as `NeuronSummary` of core has it. Shares are 0 to 1. */
const listedNeuron = neuron.extend({
  corpus: corpusLabel,
  words: z.array(z.string()).readonly(),
  otherWords: z.array(z.string()).readonly(),
  averagePrecision: z.number().nullable(),
  random: z.number().nullable(),
  purity: z.number().nullable(),
  fires: z.int(),
});
export type ListedNeuron = z.output<typeof listedNeuron>;

/** What is known about a neuron over the test split, without its lines and its effect. */
const neuronPage = z.object({
  neuron: corpusNeuron,
  /** The words of its label, and the average precision by which they predict its firing, and that of a random order. */
  label: z
    .object({ words: z.array(z.string()), averagePrecision: z.number().nullable(), random: z.number() })
    .nullable(),
  /** The word types with the largest shares of its activation. */
  types: z.array(z.object({ word: z.string(), share: z.number() })),
});
export type NeuronPage = z.output<typeof neuronPage>;

/** Lines of activations around a quantile; 1: the strongest. */
const quantileLines = z.object({ quantile: z.number(), lines: z.array(corpusLine) });
export type QuantileLines = z.output<typeof quantileLines>;

const classEffect = z.object({
  class: z.string(),
  /** Those that are predicted to be of the class, and the mean change of their margin without the neuron. */
  texts: z.int(),
  margin: z.number().nullable(),
});
export type ClassEffect = z.output<typeof classEffect>;

/** What the panel shows: a text, or the page of a neuron next to the list of all. */
const view = z.enum(['text', 'neurons']);
export type View = z.output<typeof view>;
const page = neuron.nullable();

export const neuronsToPanel = z.discriminatedUnion('kind', [
  /** The panel has another version of the protocol: it has to be reopened. */
  z.object({ kind: z.literal('outdated') }),
  /** The runs to choose from: those of the experiment of `directory`, newest first. */
  z.object({ kind: z.literal('runs'), runs: z.array(runChoice) }),
  /** The autoencoders of the run, whether or not they belong to its weights. */
  z.object({ kind: z.literal('autoencoders'), directory, names: z.array(z.string()).readonly() }),
  /**
   * A text to show by a run; `original` is what it was before it was edited, `label` the label that the data give that, `marked` the parts of it
   * that the data mark as decisive, `off` the neurons to switch off; `page`: the neuron whose page is shown in the view `neurons`.
   */
  z.object({
    ...{ kind: z.literal('show'), ...unitsOfRun, text: z.string(), original: z.string(), label: dataLabel },
    ...{ marked: spans, off: neuronSet, view, page },
  }),
  /** Answers `inspect`. `activations`: of each layer, [tokens, neurons]; `heads`: of a layer; `original`: that of the text asked for; `marked`: the numbers
   * of the words that the data mark as decisive, none of an edited text. */
  z.object({
    kind: z.literal('inspection'),
    id,
    explanation,
    unread: z.array(z.string()),
    activations: z.array(z.instanceof(Float32Array)),
    heads: z.int(),
    original: summary.nullable(),
    marked: z.array(index).readonly(),
  }),
  /** Answers `attention`: the strongest pairs, and how much each token (row) attends to each token (column), [tokens, tokens]. */
  z.object({ kind: z.literal('attention'), id, pairs, weights: z.instanceof(Float32Array) }),
  /** One of the answers to `effects`: the margin, and by how much it changes without each of the next few neurons that were asked for. */
  z.object({
    kind: z.literal('effects'),
    ...{ id, margin: z.number() },
    effects: z.array(neuron.extend({ effect: z.number() })),
  }),
  /** Answers `switchOff`. */
  z.object({ kind: z.literal('switchedOff'), id, result: switchedOff }),
  /** Answers one of these requests, or is the reason why there is nothing to show (`id` null). */
  z.object({ kind: z.literal('failed'), id: id.nullable(), problem }),
  /** The weights of the run have changed. */
  z.object({ kind: z.literal('changed'), directory }),
  /** Labels of the neurons of each layer over the test split; null if the run has no evaluation. */
  z.object({ kind: z.literal('corpus'), ...unitsOfRun, labels: z.array(z.array(corpusLabel)).nullable() }),
  /** Answers `neuron`; null if the run has no evaluation, or if it cannot be read because of the problem. */
  z.object({ kind: z.literal('neuron'), id, neuron: corpusNeuron.nullable(), problem: problem.nullable() }),
  /** Follows `neuron`, as soon as the data set is read. */
  z.object({ kind: z.literal('lines'), id, lines: z.array(corpusLine), problem: problem.nullable() }),
  /** Precedes `neurons` where they have to be measured. `share`: of what is done, 0 to 1; null: unknown. */
  z.object({ kind: z.literal('measuring'), ...unitsOfRun, phase: z.string(), share: z.number().nullable() }),
  /** Answers `list`: all neurons, layer by layer; null if that was stopped, or failed because of the problem. */
  z.object({
    ...{ kind: z.literal('neurons'), ...unitsOfRun, layers: z.int() },
    neurons: z.array(listedNeuron).readonly().nullable(),
    problem: problem.nullable(),
  }),
  /** Answers `page`. */
  z.object({ kind: z.literal('page'), id, page: neuronPage.nullable(), problem: problem.nullable() }),
  /** Both follow `page`. */
  z.object({
    kind: z.literal('pageLines'),
    id,
    groups: z.array(quantileLines).readonly(),
    problem: problem.nullable(),
  }),
  z.object({
    kind: z.literal('pageEffects'),
    id,
    effects: z.array(classEffect).readonly(),
    problem: problem.nullable(),
  }),
]);
export type NeuronsToPanel = z.output<typeof neuronsToPanel>;
export type Problem = z.output<typeof problem>;

export const neuronsFromPanel = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), version: z.int() }),
  /** Cancels the previous request. `original`: a text whose explanation is wanted too, for comparison; `off`: stored with the text. */
  z.object({
    kind: z.literal('inspect'),
    ...{ id, ...unitsOfRun, text: z.string(), off: neuronSet },
    original: z.string().nullable(),
  }),
  /** What tokens attend to in a part of the attention; null: on average over layers and heads. Cancelled by the next `inspect`. */
  z.object({
    kind: z.literal('attention'),
    ...{ id, directory, text: z.string() },
    part: attentionPart.nullable(),
  }),
  /** The effect of each of these neurons alone, in their order; cancelled by the next of its kind and by the next `inspect`. */
  z.object({ kind: z.literal('effects'), id, ...unitsOfRun, text: z.string(), neurons: z.array(neuron) }),
  /** The prediction without these neurons. */
  z.object({ kind: z.literal('switchOff'), id, ...unitsOfRun, text: z.string(), neurons: neuronSet }),
  z.object({ kind: z.literal('neuron'), id, ...unitsOfRun, layer: index, index }),
  /** Opens the file of a line at the token. */
  z.object({ kind: z.literal('openLine'), directory, sentence: index, position: index }),
  z.object({ kind: z.literal('evaluate'), directory }),
  /** The neurons of the run, which are measured if they are not yet. */
  z.object({ kind: z.literal('list'), ...unitsOfRun }),
  /** Stops measuring them. */
  z.object({ kind: z.literal('stopMeasuring') }),
  /** The page of a neuron of the run that was listed last; cancelled by the next. */
  z.object({ kind: z.literal('page'), id, ...unitsOfRun, layer: index, index }),
  /** Copies a link that opens the page of a neuron. */
  z.object({ kind: z.literal('copyLink'), ...unitsOfRun, layer: index, index }),
  /** What is shown, to be restored with the panel. */
  z.object({ kind: z.literal('view'), view, page }),
]);
export type NeuronsFromPanel = z.output<typeof neuronsFromPanel>;

/** The state that VS Code stores across a reload of the window. */
export const neuronsState = z.object({
  ...unitsOfRun,
  text: z.string(),
  original: z.string(),
  label: dataLabel.default(null),
  marked: spans.default([]),
  off: neuronSet.default([]),
  view: view.default('text'),
  page: page.default(null),
});
export type NeuronsState = z.output<typeof neuronsState>;

import { decimals, signed } from '../../common/format.ts';

/** Where a measure is shown or can be named. */
type Use = 'evaluation' | 'report' | 'dashboard' | 'comparison' | 'sweep' | 'expect';

/** A quantity that an evaluation measures. */
export interface Measure {
  /** Used in summaries of evaluations, in `expect` blocks and as the column of CSV files. */
  readonly id: string;
  readonly name: string;
  /** What it is measured over, where the name does not say so. */
  readonly scope?: string | undefined;
  /** Shown in tables instead of the name, for measures that are known by a symbol. */
  readonly symbol?: string;
  /** Heading of a column, where the name is too long. */
  readonly heading?: string;
  /** Name of the CSV column, where it is not the id. */
  readonly column?: string;
  /** Unit of the value as shown. For "%", `evaluation.json` has a share from 0 to 1; "points" are percentage points. */
  readonly unit: '%' | 'points' | '';
  /** Which values are better; null where neither are. */
  readonly better: 'higher' | 'lower' | null;
  readonly decimals: number;
  /** Whether it is a change, shown with its sign. */
  readonly signed?: true;
  /** Explanation in one sentence. */
  readonly help: string;
  /** Path in `evaluation.json`: keys joined by dots; `{k}` stands for the list element with fraction k. */
  readonly path: string;
  /** Path of its sample standard deviation over random seeds, if the measure is a mean over them. */
  readonly deviation?: string;
  /** Whether the measure is 1 minus the value at the path. */
  readonly complement?: true;
  /** Whether it is measured at every fraction k of `evaluation.fractions`. */
  readonly perFraction?: true;
  /** Why an evaluation may lack it. */
  readonly whyMissing?: string;
  readonly uses: readonly Use[];
}

const everywhere = ['evaluation', 'report', 'dashboard', 'comparison', 'sweep', 'expect'] as const;
const noMask = 'the model has no mask';

/** How well the mask finds the words that a rationale marks. `id`: the key in `rationales`; `short`: for headings; `what` is marked. */
function rationaleMeasures<const I extends string>(id: I, short: string, what: string) {
  const uses = ['dashboard', 'comparison', 'sweep', 'expect'] as const;
  const common = { unit: '%', better: 'higher', decimals: 1, whyMissing: noMask, uses } as const;
  return [
    {
      id: `${id}AP`,
      name: `${short}, average precision`,
      heading: `${short} AP`,
      ...common,
      help: `Average precision of the words by keep probability against ${what}.`,
      path: `rationales.${id}.averagePrecision`,
    },
    {
      id: `${id}P1`,
      name: `${short}, precision@1`,
      heading: `${short} P@1`,
      ...common,
      help: `Share of the texts whose word of highest keep probability is among ${what}.`,
      path: `rationales.${id}.precisionAt1`,
    },
    {
      id: `${id}F1`,
      name: `${short}, token F1`,
      heading: `${short} F1`,
      ...common,
      help: `F1 of as many words of highest keep probability as there are of ${what}.`,
      path: `rationales.${id}.f1`,
    },
    {
      id: `${id}IoU`,
      name: `${short}, IoU F1`,
      heading: `${short} IoU`,
      ...common,
      help: `F1 of the same words in runs, which match by intersection over union, against ${what}.`,
      path: `rationales.${id}.iouF1`,
    },
  ] as const;
}

/** All measures, in the order in which tables show them. docs/measures.md has the exact definitions. */
export const measures = [
  {
    id: 'accuracy',
    name: 'accuracy',
    ...{ unit: '%', better: 'higher', decimals: 1, uses: everywhere },
    help: 'Share of correct predictions.',
    path: 'classification.accuracy',
  },
  {
    id: 'largestClass',
    name: 'largest class',
    ...{ unit: '%', better: null, decimals: 1, uses: ['evaluation', 'report', 'dashboard'] },
    help: 'Share of the texts of the most frequent class, which is the accuracy of always predicting it.',
    path: 'classification.largestClass',
  },
  {
    id: 'macroF1',
    name: 'macro F1',
    ...{ unit: '%', better: 'higher', decimals: 1, uses: everywhere },
    help: 'Mean F1 of the classes, each with the same weight.',
    path: 'classification.macroF1',
  },
  {
    id: 'srsImp',
    name: 'importance SRS',
    symbol: 'SRS_imp',
    ...{ unit: 'points', better: 'higher', decimals: 1, perFraction: true, whyMissing: noMask },
    uses: ['evaluation', 'dashboard', 'comparison', 'sweep', 'expect'],
    help: 'Accuracy lost without the words of highest keep probability.',
    path: 'srs.curve.{k}.imp.srs',
  },
  {
    id: 'srsImpRandom',
    name: '… at random',
    ...{ unit: 'points', better: null, decimals: 1, perFraction: true, uses: ['dashboard', 'comparison'] },
    help: 'Accuracy lost without as many random words.',
    path: 'srs.curve.{k}.imp.random.mean',
    deviation: 'srs.curve.{k}.imp.random.deviation',
  },
  {
    id: 'srsInter',
    name: 'interaction SRS',
    symbol: 'SRS_inter',
    ...{ unit: 'points', better: 'higher', decimals: 1, perFraction: true },
    uses: ['evaluation', 'dashboard', 'comparison', 'sweep', 'expect'],
    help: 'Accuracy lost without the pairs of words of highest attention.',
    path: 'srs.curve.{k}.inter.srs',
  },
  {
    id: 'srsInterRandom',
    name: '… at random',
    ...{ unit: 'points', better: null, decimals: 1, perFraction: true, uses: ['dashboard', 'comparison'] },
    help: 'Accuracy lost without as many random pairs.',
    path: 'srs.curve.{k}.inter.random.mean',
    deviation: 'srs.curve.{k}.inter.random.deviation',
  },
  {
    id: 'srs',
    name: 'SRS',
    symbol: 'SRS',
    ...{ unit: 'points', better: 'higher', decimals: 1, perFraction: true, whyMissing: noMask, uses: everywhere },
    help: 'Accuracy lost without the words of highest keep probability and, among the others, the pairs of highest attention.',
    path: 'srs.curve.{k}.both.srs',
  },
  {
    id: 'srsRandom',
    name: '… at random',
    heading: 'random',
    ...{ unit: 'points', better: null, decimals: 1, perFraction: true, uses: ['dashboard', 'comparison', 'sweep'] },
    help: 'Accuracy lost without as many random words and pairs.',
    path: 'srs.curve.{k}.both.random.mean',
    deviation: 'srs.curve.{k}.both.random.deviation',
  },
  {
    id: 'usedPerInput',
    name: 'neurons used',
    scope: 'per text',
    heading: 'neurons used per input',
    ...{ unit: '%', better: 'higher', decimals: 1, uses: everywhere },
    help: 'Share of all neurons that are allocated a token of a text.',
    path: 'neurons.perInput.unused',
    complement: true,
  },
  {
    id: 'monosemanticShare',
    name: 'monosemantic share',
    scope: 'per text',
    heading: 'mono per input',
    column: 'monoPerInput',
    ...{ unit: '%', better: 'higher', decimals: 1, whyMissing: 'no neuron is used', uses: everywhere },
    help: 'Among the neurons that a text uses, those that one of its tokens alone uses.',
    path: 'neurons.perInput.monosemanticShare',
  },
  {
    id: 'monosemanticNeurons',
    name: 'monosemantic',
    scope: 'over the corpus',
    heading: 'mono over corpus',
    column: 'monoCorpus',
    ...{ unit: '%', better: 'higher', decimals: 1, uses: everywhere },
    help: 'Among all neurons, those whose strongest activations over all texts are mostly of one word.',
    path: 'neurons.corpus.monosemantic',
  },
  {
    id: 'polysemanticNeurons',
    name: 'polysemantic',
    scope: 'over the corpus',
    ...{ unit: '%', better: 'lower', decimals: 1, uses: ['comparison'] },
    help: 'Share of all neurons that are polysemantic over the corpus.',
    path: 'neurons.corpus.polysemantic',
  },
  {
    id: 'deadNeurons',
    name: 'dead',
    scope: 'over the corpus',
    ...{ unit: '%', better: 'lower', decimals: 1, uses: everywhere },
    help: 'Share of all neurons that never fire.',
    path: 'neurons.corpus.dead',
  },
  {
    id: 'purity',
    name: 'purity',
    scope: 'over the corpus',
    ...{ unit: '%', better: 'higher', decimals: 1, whyMissing: 'no neuron fires', uses: everywhere },
    help: 'Share of the activation mass of a neuron on the word type with the most of it, mean over the neurons that are not dead.',
    path: 'neurons.corpus.purity',
  },
  {
    id: 'monosemanticOff',
    name: 'monosemantic off',
    heading: 'mono off',
    ...{ unit: 'points', better: null, decimals: 1, signed: true },
    uses: ['evaluation', 'dashboard', 'comparison', 'sweep'],
    help: 'Change of accuracy with all neurons switched off that are monosemantic over the corpus.',
    path: 'causal.monosemantic.accuracy',
  },
  {
    id: 'monosemanticOffRandom',
    name: '… at random',
    heading: 'mono off, random',
    ...{ unit: 'points', better: null, decimals: 1, signed: true, uses: ['dashboard', 'comparison', 'sweep'] },
    help: 'Change of accuracy with as many random neurons switched off that are not dead.',
    path: 'causal.monosemantic.random.accuracy.mean',
    deviation: 'causal.monosemantic.random.accuracy.deviation',
  },
  {
    id: 'polysemanticOff',
    name: 'polysemantic off',
    heading: 'poly off',
    ...{ unit: 'points', better: null, decimals: 1, signed: true },
    uses: ['evaluation', 'dashboard', 'comparison', 'sweep'],
    help: 'Change of accuracy with all neurons switched off that are polysemantic over the corpus.',
    path: 'causal.polysemantic.accuracy',
  },
  {
    id: 'polysemanticOffRandom',
    name: '… at random',
    heading: 'poly off, random',
    ...{ unit: 'points', better: null, decimals: 1, signed: true, uses: ['dashboard', 'comparison', 'sweep'] },
    help: 'Change of accuracy with as many random neurons switched off that are not dead.',
    path: 'causal.polysemantic.random.accuracy.mean',
    deviation: 'causal.polysemantic.random.accuracy.deviation',
  },
  {
    id: 'comprehensiveness',
    name: 'comprehensiveness',
    ...{
      unit: '',
      better: 'higher',
      decimals: 3,
      whyMissing: noMask,
      uses: ['evaluation', 'sweep', 'comparison', 'expect'],
    },
    help: 'AOPC: what deleting the important words costs.',
    path: 'eraser.aopc_compr',
  },
  {
    id: 'sufficiency',
    name: 'sufficiency',
    ...{
      unit: '',
      better: 'lower',
      decimals: 3,
      whyMissing: noMask,
      uses: ['evaluation', 'sweep', 'comparison', 'expect'],
    },
    help: 'AOPC: what keeping only them costs.',
    path: 'eraser.aopc_suff',
  },
  ...rationaleMeasures('leaves', 'leaves', 'the leaves of SST that are not neutral'),
  ...rationaleMeasures('carton', 'Carton', 'the phrases of SST by Carton’s rule'),
  ...rationaleMeasures('rationale', 'rationale', 'the words that the data mark'),
  {
    id: 'plantedWords',
    name: 'planted words',
    heading: 'planted words AP',
    ...{ unit: '%', better: 'higher', decimals: 1, whyMissing: noMask, uses: ['evaluation', 'sweep'] },
    help: 'Average precision of the words by keep probability against the planted words.',
    path: 'rationales.planted.averagePrecision',
  },
  {
    id: 'plantedPairs',
    name: 'planted pairs',
    heading: 'planted pairs AP',
    ...{ unit: '%', better: 'higher', decimals: 1, uses: ['evaluation', 'sweep'] },
    help: 'Average precision of the pairs by attention against the planted pairs.',
    path: 'planted.pairs.averagePrecision',
  },
  {
    id: 'plantedOwners',
    name: 'planted words with a neuron',
    ...{ unit: '%', better: 'higher', decimals: 1, uses: ['evaluation', 'sweep'] },
    help: 'Share of the planted words that own a neuron, one that is monosemantic over the corpus for this word.',
    path: 'planted.owners.share',
  },
] as const satisfies readonly Measure[];
export type MeasureRow = (typeof measures)[number];
export type MeasureId = MeasureRow['id'];
/** A measure that has a value per fraction. */
export type CurveId = Extract<MeasureRow, { perFraction: true }>['id'];

/** The measures of slices, in the order in which tables show them. */
export const sliceMeasures = [
  ...(['accuracy', 'srs', 'leavesAP', 'cartonAP', 'rationaleAP', 'plantedWords'] as const),
  ...(['monosemanticShare', 'usedPerInput'] as const),
] satisfies readonly MeasureId[];
export type SliceMeasureId = (typeof sliceMeasures)[number];

const isOfSlices = (id: MeasureId | undefined) => (sliceMeasures as readonly (MeasureId | undefined)[]).includes(id);

/** A row of `measures`, with the optional fields in its type. */
export type KnownMeasure = Measure & { readonly id: MeasureId };

const byId = new Map<string, KnownMeasure>(measures.map((row) => [row.id, row]));

export function measure(id: MeasureId): KnownMeasure {
  return byId.get(id)!;
}

/** The measures of a use, in the order of `measures`. */
export function measuresFor(use: Use): KnownMeasure[] {
  return [...byId.values()].filter(({ uses }) => uses.includes(use));
}

/**
 * The label of a measure in tables, such as "accuracy", "SRS_imp(0.3)" or "dead, over the corpus". `k`: the fraction, for measures that
 * have one; null where a table shows several fractions.
 */
export function labelOf({ name, symbol, scope, perFraction }: Measure, k: number | 'k' | null): string {
  if (symbol === undefined) return scope === undefined ? name : `${name}, ${scope}`;
  return perFraction && k !== null ? `${symbol}(${k})` : symbol;
}

/** A value of `evaluation.json` in the unit of the measure: shares become percent. */
export function inUnit({ unit }: Measure, value: number): number {
  return unit === '%' ? 100 * value : value;
}

/** A value of `evaluation.json` as text, without the unit. */
export function valueText(measure: Measure, value: number | null | undefined): string {
  const shown = value == null ? null : inUnit(measure, value);
  return shown !== null && measure.signed ? signed(shown, measure.decimals) : decimals(shown, measure.decimals);
}

/** An expected bound, such as ">= 0.72". */
export const boundPattern = /^(>=|<=) *(-?\d+(?:\.\d+)?)$/;

/** What a name of an `expect` block says. */
interface Expected {
  /** The slice that the measure is of; null: all texts. */
  readonly slice: string | null;
  readonly measure: KnownMeasure;
  /** The fraction of measures that have one. */
  readonly k: number | null;
}

/** Parses a name of an `expect` block, such as "accuracy", "srs@0.3" or "negations/accuracy"; null for unknown names. */
export function parseExpected(name: string): Expected | null {
  const slash = name.lastIndexOf('/');
  const slice = slash < 0 ? null : name.slice(0, slash);
  const [id, k, ...more] = name.slice(slash + 1).split('@');
  const found = byId.get(id!);
  const isNamed = slice === null ? found?.uses.includes('expect') : isOfSlices(found?.id);
  if (!found || !isNamed || more.length > 0) return null;
  if (k === undefined) return found.perFraction ? null : { slice, measure: found, k: null };
  return found.perFraction && String(Number(k)) === k ? { slice, measure: found, k: Number(k) } : null;
}

/** All names that an `expect` block can use for an evaluation with these fractions, but those of slices. */
export function expectedNames(fractions: readonly (number | 'k')[]): string[] {
  return measuresFor('expect').flatMap(({ id, perFraction }) =>
    perFraction ? fractions.map((k) => `${id}@${k}`) : [id],
  );
}

/** All names that it can use for slices, which are measured at one fraction. */
export function expectedOfSlices(slices: readonly string[], headline: number): string[] {
  const ids = sliceMeasures.map((id) => (measure(id).perFraction ? `${id}@${headline}` : id));
  return slices.flatMap((slice) => ids.map((id) => `${slice}/${id}`));
}

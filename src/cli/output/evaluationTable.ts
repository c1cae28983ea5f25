import { basename } from 'node:path';
import { decimals, grouped, percent, signed } from '../../common/format.ts';
import { measureValue } from '../../core/evaluation/measureValue.ts';
import { noMaskNote } from '../../core/evaluation/noMaskNote.ts';
import { accuracyIntervalText, smallTestNote } from '../../core/evaluation/smallTest.ts';
import type { RankingReport } from '../../core/evaluation/rankingTally.ts';
import type { SwitchedOff } from '../../core/evaluation/causal.ts';
import type { Spread } from '../../core/evaluation/spread.ts';
import { headlineOf, type SrsValue } from '../../core/evaluation/srs.ts';
import { labelOf, measuresFor, valueText, type KnownMeasure, type MeasureId } from '../../core/experiment/measures.ts';
import type { StoredEvaluation } from '../../core/runs/evaluationFile.ts';
import type { EvaluationDocument } from './documents.ts';
import { colors } from './colors.ts';
import { table } from './table.ts';

/** A row of the table. */
interface Row {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  /** Context for the value, such as its random baseline. */
  readonly remark: string;
}

/** The result of an evaluation as a table: one measure per row; those without a value are omitted. Notes are below it. */
export function evaluationTable(evaluation: StoredEvaluation): string[] {
  const rows = measuresFor('evaluation').flatMap((measure) => rowOf(measure, evaluation) ?? []);
  const notes = [noMaskNote(evaluation), smallTestNote(evaluation, evaluation.split)].filter((note) => note !== null);
  return [
    ...table(
      rows.map(({ label, value, unit, remark }) => [label, colors.bold(value), unit, colors.dim(remark)]),
      'lrll',
    ),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `${colors.yellow('note:')} ${note}`)]),
  ];
}

function rowOf(measure: KnownMeasure, evaluation: StoredEvaluation): Row | null {
  const value = measureValue(evaluation, measure, evaluation.srs.headline);
  if (value === null) return null;
  return {
    label: labelOf({ ...measure, scope: undefined }, evaluation.srs.headline),
    value: valueText(measure, value),
    unit: measure.unit,
    remark: remarkOf(measure),
    ...overrides[measure.id]?.(evaluation),
  };
}

/** Such as "comprehensiveness, higher is better". */
function remarkOf({ symbol, name, help, better }: KnownMeasure): string {
  const what = symbol === undefined ? `${help[0]!.toLowerCase()}${help.slice(1, -1)}` : name;
  return better === null ? what : `${what}, ${better} is better`;
}

/** Cells of some measures that differ from the general ones. */
const overrides: Partial<Record<MeasureId, (evaluation: StoredEvaluation) => Partial<Row>>> = {
  accuracy: (evaluation) => {
    const { sentences, split, otherData } = evaluation;
    const texts = `${grouped(sentences)} ${split} texts${otherData ? ' of other data than the run was trained with' : ''}`;
    return { remark: `on ${texts}; 95 % interval ${accuracyIntervalText(evaluation)}` };
  },
  largestClass: () => ({ remark: 'of the texts; accuracy of always predicting it' }),
  srsImp: ({ srs, unit }) => removal(headlineOf(srs).imp, `the important ${unit ?? 'word'}s`),
  srsInter: ({ srs }) => removal(headlineOf(srs).inter, 'the attended pairs'),
  srs: ({ srs, sentences }) => {
    const texts = srs.sentences < sentences ? `, on ${grouped(srs.sentences)} of the texts` : '';
    return removal(headlineOf(srs).both, `both${texts}`);
  },
  usedPerInput: () => ({ remark: 'of all neurons are allocated a token of a text' }),
  monosemanticShare: () => ({ remark: 'of the neurons used by a text' }),
  monosemanticNeurons: () => ({ label: '… over the corpus', remark: 'of all neurons' }),
  deadNeurons: () => ({ label: 'dead neurons', remark: 'of all neurons never fire' }),
  purity: () => ({ remark: 'of the activation of a neuron is on one word type, mean over those that are not dead' }),
  monosemanticOff: ({ causal }) => switchedOff(causal!.monosemantic!, causal!.margin),
  polysemanticOff: ({ causal }) => switchedOff(causal!.polysemantic!, causal!.margin),
  plantedWords: ({ rationales }) => ranking(rationales.planted!, 'keep probability'),
  plantedPairs: ({ planted }) => ranking(planted!.pairs!, 'attention'),
  plantedOwners: ({ planted }) => ({
    label: '… with a neuron',
    remark: `of the ${grouped(planted!.owners.words)} planted words have a monosemantic neuron`,
  }),
};

function removal(value: SrsValue | null, what: string): Partial<Row> {
  return { remark: `without ${what}; ${randomRemoval(value?.random ?? null)}` };
}

function randomRemoval(random: Spread | null): string {
  if (!random) return 'no random baseline';
  const deviation = random.deviation === null ? '' : ` ± ${decimals(random.deviation, 1)}`;
  return `random removal ${decimals(random.mean, 1)}${deviation}`;
}

function switchedOff({ neurons, flips, margin, random }: SwitchedOff, marginBefore: number): Partial<Row> {
  const changed = `${percent(flips)} of predictions flip, margin ${signed(margin)} of ${decimals(marginBefore, 2)}`;
  const baseline = random ? `random neurons ${change(random.accuracy)}` : 'no random baseline';
  return { remark: `accuracy without these ${grouped(neurons)} neurons, ${changed}; ${baseline}` };
}

function change({ mean, deviation }: Spread): string {
  return `${signed(mean, 1)}${deviation === null ? '' : ` ± ${decimals(deviation, 1)}`}`;
}

function ranking({ averagePrecision, randomAveragePrecision }: RankingReport, by: string): Partial<Row> {
  return {
    value: decimals(averagePrecision, 3),
    unit: '',
    remark: `average precision by ${by}; random order ${decimals(randomAveragePrecision, 3)}`,
  };
}

/** The JSON document of an evaluation: the stored one without its values per text and per neuron. */
export function evaluationDocument(directory: string, file: string, evaluation: StoredEvaluation): EvaluationDocument {
  const {
    split,
    otherData = false,
    device,
    sentences,
    unit,
    classification,
    srs,
    eraser,
    neurons,
    causal,
    rationales,
    planted,
    rivals,
    costlyRivals,
    explanations,
    slices,
  } = evaluation;
  const { theta, perInput, corpus, meanTokenCapacity, meanKeepProbability } = neurons;
  const shares = { theta, perInput, corpus, meanTokenCapacity, meanKeepProbability };
  const measured = { unit, classification, srs, eraser, neurons: shares, causal, rationales, planted };
  const compared = { rivals, costlyRivals, explanations };
  const place = { run: basename(directory), directory, file };
  return { ...place, split, otherData, device, sentences, ...measured, ...compared, slices };
}

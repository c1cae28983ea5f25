import {
  estimate,
  meanAndDeviation,
  pairedShareInterval,
  wilsonInterval,
  type Interval,
} from '../../common/statistics.ts';
import type { RationaleName } from '../dataset/rationale.ts';
import type { TextSlices } from '../dataset/textSlices.ts';
import type { SliceMeasureId } from '../experiment/measures.ts';
import type { SliceConditions } from '../experiment/sections/slices.ts';
import type { Evaluation, Predictions } from './evaluation.ts';
import type { Slice, SliceValue, SliceValues } from './slice.ts';

/** Slices of fewer texts are called small, and Student's intervals of means are not used: they are too narrow where values are alike by chance. */
export const minSliceTexts = 30;

type Measured = Pick<Evaluation, 'predictions' | 'neurons'>;

/** The measures of each slice, from the values per text of an evaluation of the same split. */
export function measureSlices(evaluation: Measured, found: TextSlices): Slice[] {
  return Object.entries(found.slices).map(([name, where]) => {
    const texts = found.textsOf(name).filter((text) => isPredictedAs(evaluation.predictions, text, where));
    const { accuracy, ...values } = measureTexts(evaluation, texts);
    const isGiven = where.predicted !== undefined; // the accuracy is then 0 or 1 by definition
    const own = accuracy && { accuracy: isGiven ? { ...accuracy, interval: null } : accuracy };
    return { name, where, sentences: texts.length, values: { ...own, ...values } };
  });
}

function isPredictedAs(
  { labels, predicted }: Predictions,
  text: number,
  { predicted: wanted }: SliceConditions,
): boolean {
  return wanted === undefined || (labels[text] === predicted[text]) === (wanted === 'correct');
}

/** The measures over the texts with these numbers; without those that the evaluation has no values per text of. */
export function measureTexts({ predictions, neurons }: Measured, texts: readonly number[]): SliceValues {
  const count = neurons.layers.reduce((sum, { corpus }) => sum + corpus.neurons.length, 0);
  const values: Partial<Record<SliceMeasureId, SliceValue | null>> = {
    accuracy: accuracyOf(predictions, texts),
    srs: srsOf(predictions, new Set(texts)),
    ...neuronValues(predictions, texts, count),
    leavesAP: agreementWith('leaves', predictions, texts),
    cartonAP: agreementWith('carton', predictions, texts),
    rationaleAP: agreementWith('rationale', predictions, texts),
    plantedWords: agreementWith('planted', predictions, texts),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function accuracyOf({ labels, predicted }: Predictions, texts: readonly number[]): SliceValue | null {
  if (texts.length === 0) return null;
  const correct = texts.filter((text) => labels[text] === predicted[text]).length;
  return {
    value: correct / texts.length,
    interval: wilsonInterval(correct, texts.length),
    sentences: texts.length,
  };
}

/** SRS at the headline fraction, over those of the texts that it was measured on. */
function srsOf({ labels, predicted, srs }: Predictions, texts: ReadonlySet<number>): SliceValue | null {
  const places = (srs?.sentences ?? []).flatMap((text, at) => (texts.has(text) ? [at] : []));
  if (!srs || places.length === 0) return null;
  const isCorrect = (at: number, outcomes: readonly number[]) => outcomes[at] === labels[srs.sentences[at]!];
  const wasCorrect = (at: number) => predicted[srs.sentences[at]!] === labels[srs.sentences[at]!];
  const changes = (outcomes: readonly number[]) => {
    const lost = places.filter((at) => wasCorrect(at) && !isCorrect(at, outcomes)).length;
    const gained = places.filter((at) => !wasCorrect(at) && isCorrect(at, outcomes)).length;
    return { lost, gained };
  };
  const points = ({ lost, gained }: ReturnType<typeof changes>) => (100 * (lost - gained)) / places.length;
  const own = changes(srs.predicted);
  const { low, high } = pairedShareInterval(own.lost, own.gained, places.length);
  const random = (srs.random ?? []).map((outcomes) => points(changes(outcomes)));
  return {
    value: points(own),
    interval: { low: 100 * low, high: 100 * high },
    sentences: places.length,
    ...(random.length > 0 && { random: meanAndDeviation(random) }),
  };
}

/** Monosemantic ÷ used and used ÷ all of the neurons, both summed over the texts. */
function neuronValues({ neurons }: Predictions, texts: readonly number[], count: number) {
  if (!neurons || texts.length === 0) return {};
  const used = texts.map((text) => neurons.used[text]!);
  const monosemantic = texts.map((text) => neurons.monosemantic[text]!);
  const [usedPerText, share] = [mean(used), mean(monosemantic) / mean(used)];
  // The interval of a ratio of means is that of the mean of its linearization.
  const linear = texts.map((_, i) => share + (monosemantic[i]! - share * used[i]!) / usedPerText);
  return {
    monosemanticShare: usedPerText === 0 ? null : meanOf(linear),
    usedPerInput: meanOf(used.map((each) => each / count)),
  };
}

/** The average precision over those of the texts that the rationale marks. */
function agreementWith(name: RationaleName, { rationales }: Predictions, texts: readonly number[]): SliceValue | null {
  const columns = rationales?.[name];
  const marked = texts.filter((text) => columns && columns.averagePrecision[text] !== null);
  if (!columns || marked.length === 0) return null;
  const random = mean(marked.map((text) => columns.random[text]!));
  return {
    ...meanOf(marked.map((text) => columns.averagePrecision[text]!)),
    random: { mean: random, deviation: null },
  };
}

/** A mean of shares of texts. */
function meanOf(values: readonly number[]): SliceValue {
  const value = mean(values);
  return { value, interval: intervalOf(value, values), sentences: values.length };
}

/** For few or equal values Wilson's, which is that of shares of the largest variance and so never of width 0. */
function intervalOf(value: number, values: readonly number[]): Interval {
  const half = estimate(values)?.half ?? 0;
  if (values.length < minSliceTexts || half < 1e-9) return wilsonInterval(value * values.length, values.length);
  return { low: Math.max(0, value - half), high: Math.min(1, value + half) };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

import { decimals, missing } from '../../../common/format.ts';
import { halfInterval } from '../../../common/statistics.ts';
import { measureDeviation, measureValue } from '../../../core/evaluation/measureValue.ts';
import { accuracyIntervalText } from '../../../core/evaluation/smallTest.ts';
import { labelOf, measure, valueText, type MeasureId } from '../../../core/experiment/measures.ts';
import type { StoredEvaluation } from '../../../core/runs/evaluationFile.ts';
import type { SummaryFigure } from '../../../protocol/dashboard.ts';

/** Each measure next to what it has to be compared with. */
const groups: readonly (readonly MeasureId[])[] = [
  ['accuracy', 'largestClass', 'macroF1'],
  ['srs', 'srsRandom'],
  ['monosemanticShare', 'monosemanticNeurons', 'usedPerInput', 'deadNeurons', 'purity'],
];

/** The result of an evaluation in a few measures. */
export function summaryOf(evaluation: StoredEvaluation): SummaryFigure[][] {
  return groups.map((ids) => ids.map((id) => figureOf(id, evaluation)));
}

function figureOf(id: MeasureId, evaluation: StoredEvaluation): SummaryFigure {
  const { headline } = evaluation.srs;
  const row = measure(id);
  const value = measureValue(evaluation, row, headline);
  const name = capitalized(labelOf(row, headline).replace('… ', ''));
  if (value === null) return { name, text: missing, note: row.whyMissing ?? null, meaning: row.help };
  const text = `${valueText(row, value)} ${row.unit}`;
  return { name, text, note: intervalOf(id, value, evaluation), meaning: row.help };
}

/** The 95 % interval: of the accuracy over texts, of random removal over its seeds. */
function intervalOf(id: MeasureId, value: number, evaluation: StoredEvaluation): string | null {
  if (id === 'accuracy') return accuracyIntervalText(evaluation);
  const row = measure(id);
  const half = halfInterval(measureDeviation(evaluation, row, evaluation.srs.headline), evaluation.srs.randomSeeds);
  if (half === null) return null;
  return `${decimals(value - half, row.decimals)} to ${decimals(value + half, row.decimals)}`;
}

const capitalized = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}`;

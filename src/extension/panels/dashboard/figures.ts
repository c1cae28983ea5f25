import { counted, decimals, missing, percent, signed } from '../../../common/format.ts';
import type { SwitchedOff } from '../../../core/evaluation/causal.ts';
import { measureDeviation, measureValue } from '../../../core/evaluation/measureValue.ts';
import { accuracyIntervalText, isSmallTest } from '../../../core/evaluation/smallTest.ts';
import {
  inUnit,
  labelOf,
  measuresFor,
  valueText,
  type KnownMeasure,
  type MeasureId,
} from '../../../core/experiment/measures.ts';
import type { StoredEvaluation } from '../../../core/runs/evaluationFile.ts';
import type { Figure } from '../../../protocol/dashboard.ts';

/** The rows of the table of results. Every evaluation has the same rows in the same order; what was not measured is a dash. */
export function figuresOf(evaluation: StoredEvaluation): Figure[] {
  return measuresFor('dashboard').flatMap((measure) => [
    figureOf(measure, evaluation),
    ...(details[measure.id]?.(evaluation) ?? []),
  ]);
}

function figureOf(measure: KnownMeasure, evaluation: StoredEvaluation): Figure {
  const { headline } = evaluation.srs;
  const label = labelOf(measure, headline);
  const name = `${label[0]!.toUpperCase()}${label.slice(1)}${isIndented(label) || measure.unit !== 'points' ? '' : ', points'}`;
  const value = measureValue(evaluation, measure, headline);
  if (value === null) return { name, text: missing };
  const deviation = measureDeviation(evaluation, measure, headline);
  const spread = deviation === null ? '' : ` ±\u00a0${decimals(inUnit(measure, deviation), measure.decimals)}`;
  return { name, text: `${valueText(measure, value)}${measure.unit === '%' ? ' %' : ''}${spread}` };
}

/** Whether the row belongs to the one above. */
const isIndented = (label: string) => label.startsWith('…');

/** Rows below those of a measure. */
const details: Partial<Record<MeasureId, (evaluation: StoredEvaluation) => Figure[]>> = {
  accuracy: (evaluation) => {
    const few = isSmallTest(evaluation) ? `, of ${counted(evaluation.sentences, 'text')} only` : '';
    return [{ name: '… 95 % interval', text: `${accuracyIntervalText(evaluation)} %${few}` }];
  },
  monosemanticOffRandom: ({ causal }) => switchedOffRows(causal?.monosemantic ?? null),
  polysemanticOffRandom: ({ causal }) => switchedOffRows(causal?.polysemantic ?? null),
};

function switchedOffRows(off: SwitchedOff | null): Figure[] {
  return [
    { name: '… predictions that flip', text: percent(off?.flips) },
    { name: '… change of the margin', text: signed(off?.margin, 2) },
  ];
}

import { counted, decimals, missing, percent, signed } from '../../../common/format.ts';
import type { SwitchedOff } from '../../../core/evaluation/causal.ts';
import { measureDeviation, measureValue } from '../../../core/evaluation/measureValue.ts';
import { accuracyIntervalText, isSmallTest } from '../../../core/evaluation/smallTest.ts';
import {
  inUnit,
  labelOf,
  measure,
  measuresFor,
  valueText,
  type KnownMeasure,
  type MeasureId,
} from '../../../core/experiment/measures.ts';
import type { StoredEvaluation } from '../../../core/runs/evaluationFile.ts';
import type { Figure, FigureGroup } from '../../../protocol/dashboard.ts';

/** Groups of measures by the beginnings of their paths in evaluation.json. */
const groups: readonly (readonly [title: string, path: RegExp])[] = [
  ['Accuracy', /^classification\./],
  ['SRS', /^srs\./],
  ['Neurons', /^neurons\./],
  ['Neurons switched off', /^causal\./],
  ['Agreement with rationales', /^rationales\./],
];

/** What was measured at random, by the measure that it is to be compared with: shown next to it. */
const atRandom: Partial<Record<MeasureId, MeasureId>> = {
  srsImp: 'srsImpRandom',
  srsInter: 'srsInterRandom',
  srs: 'srsRandom',
  monosemanticOff: 'monosemanticOffRandom',
  polysemanticOff: 'polysemanticOffRandom',
};
const randomIds: ReadonlySet<MeasureId> = new Set(Object.values(atRandom));

/** The last key of the path of an agreement with a rationale, and that of its value for a random order. */
const atRandomOrder: Readonly<Record<string, string>> = {
  averagePrecision: 'randomAveragePrecision',
  precisionAt1: 'randomPrecisionAt1',
  f1: 'randomPrecisionAt1',
  iouF1: 'randomIouF1',
};

/** The table of results. Every evaluation has the same rows in the same order; what was not measured is a dash. */
export function figuresOf(evaluation: StoredEvaluation): FigureGroup[] {
  const shown = measuresFor('dashboard').filter(({ id }) => !randomIds.has(id));
  return groups.map(([title, path]) => ({
    title,
    rows: shown
      .filter((row) => path.test(row.path))
      .flatMap((row) => [figureOf(row, evaluation), ...(details[row.id]?.(evaluation) ?? [])]),
  }));
}

function figureOf(row: KnownMeasure, evaluation: StoredEvaluation): Figure {
  const label = labelOf(row, evaluation.srs.headline);
  const random = randomOf(row);
  return {
    name: `${label[0]!.toUpperCase()}${label.slice(1)}${row.unit === 'points' ? ', points' : ''}`,
    text: textOf(row, evaluation),
    random: random && textOf(random, evaluation),
  };
}

function randomOf({ id, path, ...row }: KnownMeasure): KnownMeasure | null {
  const ofMeasure = atRandom[id];
  if (ofMeasure) return measure(ofMeasure);
  const key = /^rationales\.\w+\.(\w+)$/.exec(path)?.[1];
  return key === undefined ? null : { ...row, id, path: path.replace(/\w+$/, atRandomOrder[key]!) };
}

function textOf(row: KnownMeasure, evaluation: StoredEvaluation): string {
  const value = measureValue(evaluation, row, evaluation.srs.headline);
  if (value === null) return missing;
  const deviation = measureDeviation(evaluation, row, evaluation.srs.headline);
  const spread = deviation === null ? '' : ` ±\u00a0${decimals(inUnit(row, deviation), row.decimals)}`;
  return `${valueText(row, value)}${row.unit === '%' ? ' %' : ''}${spread}`;
}

/** Rows below those of a measure. */
const details: Partial<Record<MeasureId, (evaluation: StoredEvaluation) => Figure[]>> = {
  accuracy: (evaluation) => {
    const few = isSmallTest(evaluation) ? `, of ${counted(evaluation.sentences, 'text')} only` : '';
    return [{ name: '… 95 % interval', text: `${accuracyIntervalText(evaluation)} %${few}`, random: null }];
  },
  monosemanticOff: ({ causal }) => switchedOffRows(causal?.monosemantic ?? null),
  polysemanticOff: ({ causal }) => switchedOffRows(causal?.polysemantic ?? null),
};

function switchedOffRows(off: SwitchedOff | null): Figure[] {
  const { flips, margin } = off?.random ?? {};
  return [
    { name: '… predictions that flip', text: percent(off?.flips), random: percent(flips?.mean) },
    { name: '… change of the margin', text: signed(off?.margin, 2), random: signed(margin?.mean, 2) },
  ];
}

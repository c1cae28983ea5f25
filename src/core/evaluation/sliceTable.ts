import { decimals, grouped, listed, missing } from '../../common/format.ts';
import { inUnit, labelOf, measure, sliceMeasures, valueText, type SliceMeasureId } from '../experiment/measures.ts';
import { sliceText } from '../experiment/sliceText.ts';
import type { Evaluation } from './evaluation.ts';
import { measureTexts, minSliceTexts } from './measureSlices.ts';
import type { SliceValue, SliceValues } from './slice.ts';

/** A cell of the table as it is shown. */
export interface SliceCell {
  readonly text: string;
  /** The 95 % interval; null where there is none. */
  readonly interval: string | null;
}

export interface SliceRow {
  readonly name: string;
  /** Its conditions in words; '' for all texts. */
  readonly where: string;
  readonly texts: string;
  readonly cells: readonly SliceCell[];
}

/** What was measured on the slices as it is shown: all texts in the first row, then a slice in each. */
export interface SliceTable {
  /** Of the cells. */
  readonly heads: readonly string[];
  readonly rows: readonly SliceRow[];
  /** Which slices are small or empty. */
  readonly notes: readonly string[];
}

/** null for an evaluation without slices. */
export function sliceTable(evaluation: Evaluation): SliceTable | null {
  const { slices = [], sentences, srs } = evaluation;
  if (slices.length === 0) return null;
  const all = measureTexts(
    evaluation,
    Array.from({ length: sentences }, (_, text) => text),
  );
  const columns = sliceMeasures.filter((id) => all[id] !== undefined);
  const row = (name: string, where: string, texts: number, values: SliceValues): SliceRow => ({
    ...{ name, where, texts: grouped(texts) },
    cells: columns.flatMap((id) => cellsOf(id, values[id])),
  });
  return {
    heads: columns.flatMap((id) => headsOf(id, srs.headline)),
    rows: [
      row('all texts', '', sentences, all),
      ...slices.map(({ name, where, sentences: texts, values }) => row(name, sliceText(where), texts, values)),
    ],
    notes: notesOn(slices),
  };
}

/** Columns of the expected or measured value at random, which follow that of the measure. */
const withRandom: ReadonlySet<SliceMeasureId> = new Set(['srs', 'leavesAP', 'cartonAP', 'rationaleAP', 'plantedWords']);

const shortNames: Partial<Record<SliceMeasureId, string>> = {
  monosemanticShare: 'mono per text',
  usedPerInput: 'neurons in use',
};

function headsOf(id: SliceMeasureId, headline: number): string[] {
  const row = measure(id);
  const name = shortNames[id] ?? row.heading ?? labelOf(row, headline);
  return [row.unit === '%' ? `${name}, %` : name, ...(withRandom.has(id) ? ['at random'] : [])];
}

function cellsOf(id: SliceMeasureId, found: SliceValue | undefined): SliceCell[] {
  const row = measure(id);
  const { low, high } = found?.interval ?? {};
  const interval = low === undefined ? null : `${valueText(row, low)} to ${valueText(row, high)}`;
  const own = found ? { text: valueText(row, found.value), interval } : none;
  if (!withRandom.has(id)) return [own];
  const { mean, deviation = null } = found?.random ?? {};
  const spread = deviation === null ? '' : ` ± ${decimals(inUnit(row, deviation), row.decimals)}`;
  return [own, mean === undefined ? none : { text: `${valueText(row, mean)}${spread}`, interval: null }];
}

const none: SliceCell = { text: missing, interval: null };

function notesOn(slices: NonNullable<Evaluation['slices']>): string[] {
  const named = (which: (texts: number) => boolean) =>
    slices.filter(({ sentences }) => which(sentences)).map(({ name }) => `"${name}"`);
  const empty = named((texts) => texts === 0);
  const small = named((texts) => texts > 0 && texts < minSliceTexts);
  return [
    ...(empty.length === 0 ? [] : [`no text is in ${listed(empty)}`]),
    ...(small.length === 0
      ? []
      : [`fewer than ${minSliceTexts} texts are in ${listed(small)}: their intervals are wide`]),
  ];
}

/** What the tables have, for above them. */
export const sliceNote = '95 % intervals over texts; docs/measures.md has the definitions';

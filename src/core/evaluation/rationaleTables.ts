import { counted, decimals, missing, percent } from '../../common/format.ts';
import { rationaleNames, type RationaleName } from '../dataset/rationale.ts';
import { rankingWords } from './attribution/rankingNames.ts';
import type { Evaluation } from './evaluation.ts';
import type { RivalReport } from './measureRivals.ts';
import { rankingLabel } from './methodTally.ts';
import type { RationaleReport } from './rationaleTally.ts';

/** The display name of what a rationale marks. */
const rationaleWords: Readonly<Record<RationaleName, string>> = {
  planted: 'planted words',
  leaves: 'leaves that are not neutral',
  carton: 'phrases by the rule of Carton et al.',
  rationale: 'marked words',
};

/** How well rankings of words or tokens find what a rationale marks, as it is shown: one ranking per row. */
export interface RationaleTable {
  readonly title: string;
  readonly remark: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The values of a ranking; some are missing in evaluations of earlier versions. */
type Values = { readonly [K in keyof RationaleReport]?: RationaleReport[K] | undefined };
type Row = readonly [name: string, values: Values];

/** Tables for each rationale of the texts: of all rankings on the texts of the SRS if they were measured, else of the mask; of each other comparison. */
export function rationaleTables(evaluation: Evaluation): RationaleTable[] {
  const unit = evaluation.unit ?? 'word';
  return rationaleNames.flatMap((name) => {
    const { rivals, costlyRivals, explanations } = evaluation;
    const [whole, ...others] = [rivals, costlyRivals, explanations].map((report) => rivalRows(report, name));
    const tables = [whole!.length > 0 ? whole! : maskRows(evaluation, name), ...others];
    return tables.flatMap((rows) => {
      const [first] = rows;
      if (!first) return [];
      return {
        title: rationaleWords[name],
        remark: remarkOf(first[1], unit),
        heads: [`${unit}s ranked by`, 'average precision', 'precision@1', 'token F1', 'IoU F1'],
        rows: rows.map(cellsOf),
      };
    });
  });
}

function rivalRows(report: RivalReport | undefined, name: RationaleName): Row[] {
  return (report?.methods ?? []).flatMap((method): Row[] => {
    const { rationales, averagePrecision } = method;
    const earlier = name === 'planted' && averagePrecision != null ? { averagePrecision } : undefined;
    const report = rationales[name] ?? earlier;
    return report ? [[rankingLabel(method), report]] : [];
  });
}

function maskRows({ rationales }: Evaluation, name: RationaleName): Row[] {
  const report = rationales[name];
  if (!report) return [];
  const random = {
    averagePrecision: report.randomAveragePrecision,
    precisionAt1: report.randomPrecisionAt1,
    f1: report.randomPrecisionAt1,
    iouF1: report.randomIouF1 ?? undefined,
  };
  return [
    [rankingWords['keep-probability'], report],
    ['random order', random],
  ];
}

function remarkOf({ sentences, share }: Values, unit: string): string {
  const texts = sentences === undefined ? '' : `in ${counted(sentences, 'text')}`;
  return share === undefined ? texts : `${texts}; ${percent(share)} of the ${unit}s of all texts`;
}

function cellsOf([name, { averagePrecision, precisionAt1, f1, iouF1, halfWidths }]: Row): string[] {
  return [
    name,
    cell(averagePrecision, halfWidths?.averagePrecision),
    cell(precisionAt1, halfWidths?.precisionAt1),
    cell(f1, halfWidths?.f1),
    cell(iouF1, halfWidths?.iouF1),
  ];
}

/** A share in percent with half of its interval. */
function cell(value: number | undefined, halfWidth: number | null | undefined): string {
  if (value === undefined) return missing;
  return `${decimals(100 * value, 1)}${halfWidth == null ? '' : ` ± ${decimals(100 * halfWidth, 1)}`}`;
}

/** What the tables have, for below them. */
export const rationaleNote = '%, means over texts with their 95 % intervals; docs/measures.md has the definitions';

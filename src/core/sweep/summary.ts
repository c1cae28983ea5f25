import { inUnit, measuresFor, type KnownMeasure, type MeasureId } from '../experiment/measures.ts';
import type { Settings } from '../experiment/sweep.ts';
import type { Run } from '../runs/readRun.ts';
import { haveSameData } from '../runs/sameData.ts';
import { valueOf } from '../runs/evaluationSummary.ts';
import { isDone } from './elementRuns.ts';
import { valueText, type Element } from './readSweep.ts';
import { estimate, pairedDifference, type Estimate, type PairedDifference } from '../../common/statistics.ts';

/** The measures that a sweep compares, on the test split. */
const measures = measuresFor('sweep');

type ByMeasure<T> = Readonly<Record<MeasureId, T>>;
/** In the units of the measures; null: not measured. */
type Values = ByMeasure<number | null>;

/** One combination of all values except the seed, over its seeds. */
export interface Combination {
  readonly settings: Settings;
  /** The number of seeds that are done, and the number of all its seeds. */
  readonly done: number;
  readonly of: number;
  /** By the id of the measure, in its unit; null if it is not measured, such as SRS_imp without a mask. */
  readonly estimates: ByMeasure<Estimate | null>;
  /** Whether no other combination is at least as good in accuracy and SRS and better in one of them; null if one of the two is missing. */
  readonly pareto: boolean | null;
}

/** Two values of the compared field with all other fields equal, over their common seeds. */
export interface Comparison {
  readonly from: unknown;
  readonly to: unknown;
  /** Of the other fields. */
  readonly settings: Settings;
  readonly differences: ByMeasure<PairedDifference | null>;
}

export interface Summary {
  /** The fields of the sweep except the seed. */
  readonly fields: readonly string[];
  readonly done: number;
  readonly of: number;
  /** The k of SRS(k); null if it differs between elements. */
  readonly headline: number | null;
  /** The measures that at least one element has a value of. */
  readonly measures: readonly KnownMeasure[];
  readonly combinations: readonly Combination[];
  /** The field whose values are compared; null if no field has several. */
  readonly compared: string | null;
  readonly comparisons: readonly Comparison[];
}

interface Measured {
  readonly settings: Settings;
  readonly run: Run | null;
  /** null if the run is not done. */
  readonly values: Values | null;
}

/** `runs`: those of the elements, in their order. `compare`: the field to compare, by default the preset or the first field with several values. */
export function summarize(elements: readonly Element[], runs: readonly (Run | null)[], compare?: string): Summary {
  const all = elements.map(({ settings }, i) => {
    const run = runs[i] ?? null;
    return { settings, run, values: valuesOf(run) };
  });
  const fields = Object.keys(elements[0]!.settings).filter((field) => field !== 'seed');
  const compared = compare ?? comparedByDefault(all, fields);
  const headlines = new Set(elements.map(({ experiment }) => experiment.evaluation.headline));
  const isMeasured = ({ id }: KnownMeasure) => all.some(({ values }) => values && values[id] !== null);
  return {
    fields,
    done: all.filter(({ values }) => values).length,
    of: all.length,
    headline: headlines.size === 1 ? [...headlines][0]! : null,
    measures: measures.filter(isMeasured),
    combinations: withPareto([...grouped(all, ['seed']).values()].map(combination)),
    compared,
    comparisons: compared === null ? [] : comparisons(all, compared),
  };
}

function valuesOf(run: Run | null): Values | null {
  const summary = run && isDone(run) ? run.summary : null;
  if (!summary) return null;
  return byMeasure((measure) => {
    const value = valueOf(summary, measure.id);
    return value === null ? null : inUnit(measure, value);
  });
}

function comparedByDefault(all: readonly Measured[], fields: readonly string[]): string | null {
  const several = fields.filter((field) => valuesIn(all, field).length > 1);
  return several.find((field) => field === 'safr.preset') ?? several[0] ?? null;
}

function valuesIn(all: readonly Measured[], field: string): unknown[] {
  return [...new Map(all.map(({ settings }) => [JSON.stringify(settings[field]), settings[field]])).values()];
}

/** Groups of elements that have equal settings except for the fields `without`. */
function grouped(all: readonly Measured[], without: readonly string[]): Map<string, Measured[]> {
  const groups = new Map<string, Measured[]>();
  for (const one of all) {
    const key = JSON.stringify(omit(one.settings, without));
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

function omit(settings: Settings, without: readonly string[]): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([field]) => !without.includes(field)));
}

function byMeasure<T>(make: (measure: KnownMeasure) => T): ByMeasure<T> {
  return Object.fromEntries(measures.map((measure) => [measure.id, make(measure)])) as ByMeasure<T>;
}

function combination(group: readonly Measured[]): Omit<Combination, 'pareto'> {
  const done = group.flatMap(({ values }) => values ?? []);
  return {
    settings: omit(group[0]!.settings, ['seed']),
    done: done.length,
    of: group.length,
    estimates: byMeasure(({ id }) =>
      estimate(
        done.flatMap((values) => values[id] ?? []),
        areComparable(group),
      ),
    ),
  };
}

/** Whether those that are done were trained on the same data. */
function areComparable(group: readonly Measured[]): boolean {
  return haveSameData(group.flatMap(({ run, values }) => (run && values ? [run] : [])));
}

/** Sets `pareto` by the means of accuracy and of a measure of which higher values are better. */
export function withPareto<T extends Pick<Combination, 'estimates'>>(
  all: readonly T[],
  id: MeasureId = 'srs',
): (T & Pick<Combination, 'pareto'>)[] {
  const points = all.map(({ estimates: { accuracy, [id]: other } }) => {
    return accuracy && other ? ([accuracy.mean, other.mean] as const) : null;
  });
  const dominates = (a: readonly [number, number], b: readonly [number, number]) =>
    a[0] >= b[0] && a[1] >= b[1] && (a[0] > b[0] || a[1] > b[1]);
  return all.map((one, i) => {
    const point = points[i];
    return { ...one, pareto: point ? !points.some((other) => other && dominates(other, point)) : null };
  });
}

function comparisons(all: readonly Measured[], field: string): Comparison[] {
  return [...grouped(all, ['seed', field]).values()].flatMap((group) =>
    pairsOf(valuesIn(group, field)).map(([from, to]) => {
      const pairs = pairedBySeed(group, field, from, to);
      const settings = omit(group[0]!.settings, ['seed', field]);
      const comparable = [from, to].every((value) => areComparable(withValue(group, field, value)));
      const differences = byMeasure(({ id }) =>
        pairedDifference(
          pairs.flatMap(([a, b]) => {
            const [before, after] = [a[id], b[id]];
            return before === null || after === null ? [] : [[before, after] as const];
          }),
          comparable,
        ),
      );
      return { from, to, settings, differences };
    }),
  );
}

function pairedBySeed(group: readonly Measured[], field: string, from: unknown, to: unknown): [Values, Values][] {
  return withValue(group, field, from).flatMap((one) => {
    const other = withValue(group, field, to).find(({ settings }) => settings['seed'] === one.settings['seed']);
    return one.values && other?.values ? [[one.values, other.values] as [Values, Values]] : [];
  });
}

function withValue(group: readonly Measured[], field: string, value: unknown): Measured[] {
  return group.filter(({ settings }) => valueText(settings[field]) === valueText(value));
}

function pairsOf<T>(values: readonly T[]): [T, T][] {
  return values.flatMap((from, i) => values.slice(i + 1).map((to): [T, T] => [from, to]));
}

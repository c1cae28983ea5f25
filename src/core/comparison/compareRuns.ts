import type { DetailedRun } from '../runs/readRun.ts';
import { haveSameTexts } from './comparable.ts';
import { differing, fieldsOf, type FieldRow } from './configuration.ts';
import { curvesOf, type ComparedCurves } from './curves.ts';
import { figureRows, type FigureRow, type Pair } from './figures.ts';
import { unitNote } from './unitNote.ts';
import { seedGroups, type SeedGroup } from './seedGroups.ts';

/** A comparison of runs by the files in their directories, as plain data. Columns are the runs in their order. */
export interface Comparison {
  /** Fields in which the runs differ. */
  readonly configuration: readonly FieldRow[];
  readonly groups: readonly SeedGroup[];
  readonly figures: readonly FigureRow[];
  readonly curves: ComparedCurves;
  /** Which runs ranked other units than the others; null: all the same. */
  readonly unitNote: string | null;
}

/** Runs that are not evaluated have null figures. `pair`: those whose differences are asked for; by default those of two runs. */
export function compareRuns(runs: readonly DetailedRun[], pair = runs.length === 2 ? firstTwo : null): Comparison {
  const experiments = runs.map(({ experiment }) => experiment);
  const evaluations = runs.map(({ evaluation }) => evaluation);
  const groups = seedGroups(runs);
  return {
    configuration: differing(experiments.map(fieldsOf)),
    groups,
    figures: figureRows(evaluations, groups, pair && areComparable(runs, pair) ? pair : null),
    curves: curvesOf(groups, runs, evaluations),
    unitNote: unitNote(runs),
  };
}

const firstTwo: Pair = [0, 1];

/** Whether both are evaluated on the same texts. */
function areComparable(runs: readonly DetailedRun[], [a, b]: Pair): boolean {
  const [first, second] = [runs[a], runs[b]];
  if (!first?.evaluation || !second?.evaluation) return false;
  return haveSameTexts({ run: first, evaluation: first.evaluation }, { run: second, evaluation: second.evaluation });
}

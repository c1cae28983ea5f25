import type { DetailedRun } from '../runs/readRun.ts';
import { differing, fieldsOf, type FieldRow } from './configuration.ts';
import { curvesOf, type ComparedCurves } from './curves.ts';
import { figureRows, type FigureRow } from './figures.ts';
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

/** Runs that are not evaluated have null figures. */
export function compareRuns(runs: readonly DetailedRun[]): Comparison {
  const experiments = runs.map(({ experiment }) => experiment);
  const evaluations = runs.map(({ evaluation }) => evaluation);
  const groups = seedGroups(runs);
  return {
    configuration: differing(experiments.map(fieldsOf)),
    groups,
    figures: figureRows(evaluations, groups),
    curves: curvesOf(groups, runs, evaluations),
    unitNote: unitNote(runs),
  };
}

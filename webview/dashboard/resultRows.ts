import { clock, grouped, missing } from '../../src/common/format.ts';
import type { ShownRun } from './plots.ts';

type Row = readonly [name: string, ...values: string[]];

/** The figures of the evaluations: in each row a name, then the value of each run. Rows that no run has a value in are left out. */
export function resultRows(runs: readonly ShownRun[]): Row[] {
  const evaluations = runs.map(({ curves }) => curves.evaluation);
  const named = evaluations.find((evaluation) => evaluation)?.figures ?? [];
  const figures = named.map(({ name }, i): Row => [
    name,
    ...evaluations.map((evaluation) => evaluation?.figures[i]?.text ?? missing),
  ]);
  return [
    ...figures.filter(([, ...values]) => values.some((value) => value !== missing)),
    ['Sentences', ...evaluations.map((evaluation) => (evaluation ? grouped(evaluation.sentences) : missing))],
    ['Device', ...runs.map(({ curves }) => curves.device)],
    ['Training time', ...runs.map(({ curves }) => clock(curves.seconds))],
  ];
}

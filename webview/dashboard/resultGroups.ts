import { clock, grouped, missing } from '../../src/common/format.ts';
import type { ShownRun } from './plots.ts';

/** A row of the table of results: the value of each run, and what was measured at random; null where there is no such comparison. */
export interface ResultRow {
  readonly name: string;
  readonly values: readonly { readonly text: string; readonly random: string | null }[];
}

export interface ResultGroup {
  readonly title: string;
  readonly rows: readonly ResultRow[];
}

/** The figures of the evaluations, and what is known of the runs. Rows and groups that no run has a value in are left out. */
export function resultGroups(runs: readonly ShownRun[]): ResultGroup[] {
  const evaluations = runs.map(({ curves }) => curves.evaluation);
  const named = evaluations.find((evaluation) => evaluation)?.figures ?? [];
  const groups = named.map(({ title, rows }, g): ResultGroup => {
    const all = rows.map(({ name }, r): ResultRow => ({
      name,
      values: evaluations.map((evaluation) => {
        const figure = evaluation?.figures[g]?.rows[r];
        return { text: figure?.text ?? missing, random: figure?.random ?? null };
      }),
    }));
    return { title, rows: all.filter(({ values }) => values.some(({ text }) => text !== missing)) };
  });
  const texts = evaluations.map((evaluation) => (evaluation ? grouped(evaluation.sentences) : missing));
  const run: ResultGroup = {
    title: 'Run',
    rows: [
      rowOf('Texts', texts),
      rowOf(
        'Device',
        runs.map(({ curves }) => curves.device),
      ),
      rowOf(
        'Training time',
        runs.map(({ curves }) => clock(curves.seconds)),
      ),
    ],
  };
  return [...groups.filter(({ rows }) => rows.length > 0), run];
}

function rowOf(name: string, texts: readonly string[]): ResultRow {
  return { name, values: texts.map((text) => ({ text, random: null })) };
}

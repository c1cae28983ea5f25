import { expect, it } from 'vitest';
import type { RunCurves } from '../../../../src/protocol/dashboard.ts';
import { resultRows } from '../../../../webview/dashboard/resultRows.ts';
import { emptyCurves, emptyEvaluation } from './runs.ts';

const shown = (curves: RunCurves) => ({ slot: 0, label: 'one', curves });
const evaluated = (...texts: readonly string[]): RunCurves => ({
  ...emptyCurves('/runs/a'),
  evaluation: {
    ...{ ...emptyEvaluation, sentences: 1821 },
    figures: texts.map((text, i) => ({ name: `row ${i}`, text })),
  },
});

it('has a value of each run in each row, and leaves out rows without any', () => {
  const runs = [emptyCurves('/runs/b'), evaluated('80.0 %', '–', '–'), evaluated('90.0 %', '–', '1.5')].map(shown);
  expect(resultRows(runs).slice(0, 3)).toEqual([
    ['row 0', '–', '80.0 %', '90.0 %'],
    ['row 2', '–', '–', '1.5'],
    ['Sentences', '–', '1,821', '1,821'],
  ]);
});

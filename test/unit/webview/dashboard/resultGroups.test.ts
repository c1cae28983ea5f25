import { expect, it } from 'vitest';
import type { RunCurves } from '../../../../src/protocol/dashboard.ts';
import { resultGroups } from '../../../../webview/dashboard/resultGroups.ts';
import { emptyCurves, emptyEvaluation } from './runs.ts';

const shown = (curves: RunCurves) => ({ slot: 0, label: 'one', curves });
const evaluated = (...texts: readonly string[]): RunCurves => ({
  ...emptyCurves('/runs/a'),
  evaluation: {
    ...{ ...emptyEvaluation, sentences: 1821 },
    figures: [
      { title: 'SRS', rows: texts.map((text, i) => ({ name: `row ${i}`, text, random: i === 0 ? '3.0' : null })) },
      { title: 'Neurons', rows: [{ name: 'dead', text: '–', random: null }] },
    ],
  },
});

it('has a value of each run in each row, next to what was measured at random, and leaves out rows and groups without any', () => {
  const runs = [emptyCurves('/runs/b'), evaluated('80.0 %', '–', '–'), evaluated('90.0 %', '–', '1.5')].map(shown);
  const groups = resultGroups(runs).map(({ title, rows }) => ({
    title,
    rows: rows.map(({ name, values }) => [name, ...values.map(({ text, random }) => `${text} | ${random}`)]),
  }));
  expect(groups[0]).toEqual({
    title: 'SRS',
    rows: [
      ['row 0', '– | null', '80.0 % | 3.0', '90.0 % | 3.0'],
      ['row 2', '– | null', '– | null', '1.5 | null'],
    ],
  });
  expect(groups.map(({ title }) => title)).toEqual(['SRS', 'Run']);
  expect(groups[1]!.rows[0]).toEqual(['Texts', '– | null', '1,821 | null', '1,821 | null']);
});

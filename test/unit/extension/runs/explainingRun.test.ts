import { beforeEach, expect, test } from 'vitest';
import { bestToExplain, explainingRun, unfinishedWords } from '../../../../src/extension/runs/explainingRun.ts';
import { evaluationWith } from '../../core/runs/someEvaluation.ts';
import { fakeStudio } from '../fakeStudio.ts';
import { someRun } from '../someRun.ts';
import { editor } from '../vscodeStub.ts';

const evaluation = evaluationWith(0.7, 20, 5, 0.3);
const run = (id: string, made: Parameters<typeof someRun>[0]) => ({
  ...someRun({ ...made, id }),
  directory: `/r/${id}`,
});
/** Newest first, as lists of runs are. */
const [training, brief, stopped, whole, older] = [
  run('5', { status: 'running', epochs: 1 }),
  run('4', { epochs: 1 }),
  run('3', { status: 'stopped', evaluation }),
  run('2', { evaluation }),
  run('1', { evaluation }),
];
const all = [training, brief, stopped, whole, older];

let made: ReturnType<typeof fakeStudio>;
beforeEach(() => {
  made = fakeStudio();
  made.fakes.runs.set(...all);
});

test('a run that is training, stopped or not evaluated does not take over from a finished and evaluated one', () => {
  expect(explainingRun(made.studio, whole.experimentPath)).toBe(whole);
});

test('without a finished and evaluated run, the newest finished one explains, then the newest with weights', () => {
  expect(bestToExplain([training, brief, stopped])).toBe(brief);
  expect(bestToExplain([training, stopped])).toBe(stopped);
  expect(bestToExplain([training])).toBe(training);
  expect(bestToExplain([run('6', { status: 'running', epochs: 0 })])).toBeUndefined();
});

test('the run that the settings name explains, whatever its state', () => {
  editor.settings.set('safr.explainRun', '3');
  expect(explainingRun(made.studio, whole.experimentPath)).toBe(stopped);
});

test('what is missing of a run is said', () => {
  expect(all.map(unfinishedWords)).toEqual(['still training', 'not evaluated', 'stopped', null, null]);
});

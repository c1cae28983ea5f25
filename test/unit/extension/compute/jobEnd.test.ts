import { expect, test } from 'vitest';
import { ComputeEnded } from '../../../../src/client/computeEnded.ts';
import { OtherDataError } from '../../../../src/common/otherDataError.ts';
import { UserError } from '../../../../src/common/userError.ts';
import {
  endMessage,
  failureMessage,
  JobStoppedError,
  type EndedJob,
} from '../../../../src/extension/compute/jobEnd.ts';
import { evaluationWith } from '../../core/runs/someEvaluation.ts';
import { someRun } from '../someRun.ts';

const trained = (run: EndedJob['run']): EndedJob => ({ kind: 'train', title: 'mine', split: 'test', run });
const evaluated = (run: EndedJob['run']): EndedJob => ({ ...trained(run), kind: 'evaluate' });
const evaluation = evaluationWith(0.717, 20, 4.9, 0.31);
const crash = new ComputeEnded('killed (SIGKILL), possibly out of memory', '');

test('tells what the test found, and offers the dashboard', () => {
  const message = endMessage(trained(someRun({ evaluation })));
  expect(message.text).toMatch(/^mine: test 0\.717 · SRS@0\.3 20\.0 pp \(random 4\.9\)/);
  expect(message.offers).toEqual(['Open Dashboard']);
  expect(endMessage({ ...evaluated(someRun({ evaluation })), split: 'dev' }).text).toBe('mine: evaluated on dev');
});

test('offers to resume a training that was stopped', () => {
  const message = endMessage(trained(someRun({ status: 'stopped', reason: 'stopped in epoch 2 after 5 steps' })));
  expect(message.text).toMatch(
    /^mine: stopped in epoch 2 after 5 steps\. What is trained is kept\. \[Resume\]\(command:safr\.resume\?/,
  );
  expect(message.offers).toEqual([]); // VS Code would not hide it while the run is trained again
});

test('tells the test of a stopped run that was evaluated', () => {
  expect(endMessage(evaluated(someRun({ status: 'stopped', evaluation }))).text).toContain('test 0.717');
});

test('names the reason of a crash and offers what can be done about it', () => {
  const cut = someRun({ status: 'interrupted' });
  const message = failureMessage(trained(cut), crash);
  expect(message.text).toMatch(/^The process ended: killed \(SIGKILL\), possibly out of memory\..* \(Training mine\)$/);
  expect(message.offers).toEqual(['Resume', 'Show Log']);
  expect(failureMessage(trained({ ...cut, hasCheckpoint: false }), crash).offers[0]).toBe('Train Again');
  expect(failureMessage(trained(undefined), crash).offers[0]).toBe('Train Again');
  expect(failureMessage(trained(someRun()), crash).offers[0]).toBe('Evaluate Again');
  expect(failureMessage(evaluated(cut), crash)).toMatchObject({
    text: 'The process ended: killed (SIGKILL), possibly out of memory. (Evaluating mine)',
    offers: ['Evaluate Again', 'Show Log'],
  });
});

test('gives a remedy where the user can mend it, and no stack anywhere', () => {
  const mendable = failureMessage(trained(undefined), new UserError('rows.tsv: no such file', 'Check the path.'));
  expect(mendable.text).toBe('rows.tsv: no such file. Check the path. (Training mine)');
  const broken = failureMessage(trained(undefined), new Error('a bug'));
  expect(broken).toEqual({ severity: 'error', text: 'a bug. (Training mine)', offers: ['Show Log'] });
});

test('offers to evaluate on other data if the data are not those of the run, and says so of the result', () => {
  const changed = new OtherDataError('the data are not those of run a', 'Restore the data.');
  expect(failureMessage(evaluated(someRun()), changed)).toEqual({
    severity: 'error',
    text: 'the data are not those of run a. Restore the data. (Evaluating mine)',
    offers: ['Evaluate on Other Data'],
  });
  expect(failureMessage(trained(someRun()), changed).offers).toEqual([]);
  const otherData = { ...evaluation, otherData: true, sentences: 3 };
  expect(endMessage({ ...evaluated(someRun({ evaluation })), otherData }).text).toBe(
    "mine, other data (test, 3 texts): accuracy 0.717. The run's own evaluation is kept.",
  );
});

test('says what a cancel leaves', () => {
  const stopped = new JobStoppedError();
  expect(failureMessage(trained(undefined), stopped).text).toBe('mine: stopped before its first step.');
  expect(failureMessage(trained(someRun()), stopped).offers).toContain('Evaluate');
  expect(failureMessage(evaluated(someRun()), stopped).text).toContain('nothing was written');
});

import { describe, expect, test } from 'vitest';
import { ago, duration } from '../../../../src/common/format.ts';
import { jobLine, jobShare, lastRunLine, runDescription } from '../../../../src/extension/runs/runWords.ts';
import { noNotes } from '../../../../src/core/runs/runNotes.ts';
import { evaluationWith } from '../../core/runs/someEvaluation.ts';
import { someRun } from '../someRun.ts';

describe('the last run in one line', () => {
  test('is what its test found', () => {
    const run = someRun({ evaluation: evaluationWith(0.742, 12.4, 5.1, 0.31) });
    expect(lastRunLine(run)).toBe('last run: test 0.742 · SRS@0.3 12.4 pp (random 5.1) · 31 % monosemantic per text');
  });

  test('leaves out what a model without mask, random removals or used neurons has not', () => {
    const run = someRun({ evaluation: evaluationWith(0.742, null, null, null) });
    expect(lastRunLine(run)).toBe('last run: test 0.742 · SRS_inter@0.3 2.0 pp');
  });

  test('says when it is not evaluated, by its dev accuracy', () => {
    expect(lastRunLine(someRun())).toBe('last run: dev 0.742, not evaluated');
  });

  test('says how a run ended that did not finish', () => {
    expect(lastRunLine(someRun({ status: 'stopped' }))).toBe(
      'last run, stopped after 3 epochs: dev 0.742, not evaluated',
    );
    expect(lastRunLine(someRun({ status: 'interrupted', epochs: 1 }))).toContain(
      'interrupted after 1 epoch: dev 0.742',
    );
    expect(lastRunLine(someRun({ status: 'stopped', epochs: 0, dev: null }))).toBe(
      'last run, stopped before its first epoch',
    );
    expect(lastRunLine(someRun({ epochs: 0, dev: null }))).toBe('last run: not evaluated');
    expect(lastRunLine(someRun({ status: 'failed', reason: 'the disk is full' }))).toBe(
      'last run failed: the disk is full',
    );
    expect(lastRunLine(someRun({ status: 'running', epochs: 2 }))).toBe(
      'a run is training in another process: 2 epochs done, dev 0.742',
    );
  });
});

test('a job is told by phase, loss and time left, as far as they are known', () => {
  const at = { phase: 'epoch 3 of at most 100', share: 0.42, epoch: 3, loss: 0.4119, secondsLeft: 119 };
  expect(jobLine(at)).toBe('epoch 3 of at most 100 · loss 0.412 · 2 min left');
  expect(jobShare(at)).toBe('42 % · epoch 3');
  const begun = { phase: 'reading the data', share: null, epoch: null, loss: null, secondsLeft: null };
  expect(jobLine(begun)).toBe('reading the data');
  expect(jobShare(begun)).toBe('reading the data');
});

test('a run in a list is its figures, its state where it is unusual, and its age', () => {
  const now = Date.parse('2026-01-02T12:10:00.000Z');
  const evaluation = evaluationWith(0.742, 12.4, 5.1, 0.31);
  expect(runDescription(someRun({ evaluation }), now)).toBe('test 0.742 · SRS 12.4 · 2 h ago');
  expect(runDescription(someRun({ status: 'stopped' }), now)).toBe('dev 0.742 · stopped · 2 h ago');
  expect(runDescription(someRun({ status: 'interrupted', dev: null }), now)).toBe('interrupted · 2 h ago');
  expect(runDescription(someRun({ status: 'running' }), now)).toBe('dev 0.742 · epoch 4');
  const notes = { ...noNotes, pinned: true, tags: ['paper', 'λ'] };
  expect(runDescription({ ...someRun({ dev: null }), notes }, now)).toBe('pinned · #paper · #λ · 2 h ago');
});

test('times are told in the largest unit that says enough', () => {
  const now = Date.parse('2026-01-10T10:00:00.000Z');
  const times = ['2026-01-10T09:59:30Z', '2026-01-10T09:01:00Z', '2026-01-08T11:00:00Z', '2026-01-08T10:00:00Z'];
  expect(times.map((time) => ago(time, now))).toEqual(['just now', '59 min ago', '47 h ago', '2 days ago']);
  expect([0, 59.4, 59.6, 3599, 3900, 7200].map(duration)).toEqual(['1 s', '59 s', '1 min', '1 h', '1 h 5 min', '2 h']);
});

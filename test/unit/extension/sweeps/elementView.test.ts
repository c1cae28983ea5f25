import { describe, expect, it } from 'vitest';
import { elementView, type Live } from '../../../../src/extension/sweeps/elementView.ts';
import { evaluationWith } from '../../core/runs/someEvaluation.ts';
import { someRun } from '../someRun.ts';

const evaluation = evaluationWith(0.7, 10, 5, 0.3);
const running: Live = { state: 'running', share: 0.4 };
const failed: Live = { state: 'failed', reason: 'no such file' };

describe('an element of a sweep', () => {
  it('waits where it has no run and nothing is told of it', () => {
    expect(elementView(null)).toEqual({ state: 'waiting', share: null, reason: null, directory: null });
    expect(elementView(null, { state: 'queued', reason: 'Priority' })).toMatchObject({
      state: 'waiting',
      reason: 'Priority',
    });
  });

  it('is done where its run is trained and evaluated, whatever was told', () => {
    const run = someRun({ evaluation });
    expect(elementView(run, running)).toMatchObject({ state: 'done', directory: run.directory });
    expect(elementView(run, failed)).toMatchObject({ state: 'done', reason: null });
  });

  it('is as far as its process tells, or as its run shows where another one trains it', () => {
    expect(elementView(null, running)).toMatchObject({ state: 'running', share: 0.4 });
    const run = someRun({ status: 'running', epochs: 25, file: { training: { epochs: 100 } } });
    expect(elementView(run)).toMatchObject({ state: 'running', share: 0.8 * 0.25 });
    expect(elementView(run, running)).toMatchObject({ share: 0.4 });
  });

  it('failed for the reason told, else for that of its run, until it runs again', () => {
    expect(elementView(null, failed)).toMatchObject({ state: 'failed', reason: 'no such file' });
    expect(elementView(someRun({ status: 'failed', reason: 'diverged' }))).toMatchObject({
      state: 'failed',
      reason: 'diverged',
    });
    expect(elementView(someRun({ status: 'running' }), failed)).toMatchObject({ state: 'running' });
  });

  it('is stopped where something is left to do', () => {
    expect(elementView(someRun())).toMatchObject({ state: 'stopped', reason: 'trained, not evaluated yet' });
    expect(elementView(someRun({ status: 'interrupted' }))).toMatchObject({ state: 'stopped', reason: 'interrupted' });
    expect(elementView(someRun({ status: 'stopped', reason: 'interrupted' }))).toMatchObject({
      state: 'stopped',
      reason: 'interrupted',
    });
  });
});

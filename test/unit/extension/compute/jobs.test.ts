import { beforeEach, describe, expect, it } from 'vitest';
import { OtherDataError } from '../../../../src/common/otherDataError.ts';
import { UserError } from '../../../../src/common/userError.ts';
import { titleOf } from '../../../../src/extension/experiments/experiments.ts';
import { Jobs } from '../../../../src/extension/compute/jobs.ts';
import { FakeCompute } from '../fakeCompute.ts';
import { eventually, fakeLog, FakeRuns } from '../fakeStudio.ts';
import { evaluationWith } from '../../core/runs/someEvaluation.ts';
import { someRun } from '../someRun.ts';
import { editor, workspace } from '../vscodeStub.ts';

const run = someRun();
const path = run.experimentPath;
const { directory } = run;
let compute: FakeCompute;
let runs: FakeRuns;
let jobs: Jobs;

beforeEach(() => {
  compute = new FakeCompute();
  runs = new FakeRuns();
  jobs = new Jobs(compute.start, { nameOf: titleOf }, runs.asRuns, fakeLog());
});

/** A training whose run has begun. */
async function begun() {
  const ended = jobs.train(path);
  await eventually(() => expect(compute.requests).toHaveLength(1));
  compute.last.onEvent({ kind: 'run', directory });
  return ended;
}
const lastMessage = () => editor.messages.at(-1);

describe('a job', () => {
  it('trains into the runs of the experiment, by the settings, and ends its process', async () => {
    editor.settings.set('safr.device', 'wasm');
    const ended = begun();
    await eventually(() => expect(jobs.of(path)?.directory).toBe(directory));
    const { kind, params } = compute.last;
    expect(kind).toBe('train');
    expect(params).toMatchObject({ experimentPath: path, runsDirectory: '/mine/.safr/runs', device: 'wasm' });
    runs.set(someRun({ evaluation: evaluationWith(0.717, 20, 4.9, 0.31) }));
    compute.last.resolve(null);
    await ended;
    expect(jobs.all).toEqual([]);
    expect(compute.ends).toBe(1);
    await eventually(() =>
      expect(lastMessage()).toMatchObject({ severity: 'information', offers: ['Open Dashboard'] }),
    );
    expect(lastMessage()?.text).toContain('mine: test 0.717');
  });

  it('measures the slices alone from the evaluation of a run', async () => {
    runs.set(someRun({ evaluation: evaluationWith(0.717, 20, 4.9, 0.31) }));
    const ended = jobs.evaluateSlices(directory);
    await eventually(() => expect(compute.requests).toHaveLength(1));
    expect(compute.last).toMatchObject({ kind: 'evaluate', params: { directory, split: 'test', slices: true } });
    compute.last.resolve(null);
    await ended;
  });

  it('is the only one of its experiment', async () => {
    const ended = begun();
    await eventually(() => expect(jobs.all).toHaveLength(1));
    await jobs.train(path);
    expect(lastMessage()?.text).toMatch(/^mine is already running: /);
    expect(compute.starts).toBe(1);
    compute.last.resolve(null);
    await ended;
  });

  it('runs next to one of another experiment', async () => {
    const other = { ...someRun(), directory: '/runs/other', experimentPath: '/mine/other.safr.json' };
    runs.set(run, other);
    const both = [jobs.evaluate(directory, 'test'), jobs.evaluate('/runs/other', 'test')];
    await eventually(() => expect(compute.requests).toHaveLength(2));
    for (const { resolve } of compute.requests) resolve(null);
    await Promise.all(both);
  });

  it('fires a change when it begins, when it progresses and when it ends', async () => {
    const changes: (number | undefined)[] = [];
    jobs.onDidChange(({ progress }) => changes.push(progress.epoch ?? undefined));
    const ended = begun();
    await eventually(() => expect(changes.length).toBeGreaterThanOrEqual(2));
    compute.last.onEvent({ kind: 'start', step: 10, stepsPerEpoch: 10, epochs: 3 });
    expect(changes.at(-1)).toBe(2);
    const before = changes.length;
    compute.last.resolve(null);
    await ended;
    expect(changes.length).toBeGreaterThan(before);
  });

  it('reads its run again after each epoch', async () => {
    const ended = begun();
    await eventually(() => expect(runs.refresh).toHaveBeenCalledTimes(1));
    compute.last.onEvent({ kind: 'start', step: 0, stepsPerEpoch: 10, epochs: 3 });
    compute.last.onEvent({ kind: 'epoch', metrics: { epoch: 1 } });
    expect(runs.refresh).toHaveBeenCalledTimes(2);
    compute.last.resolve(null);
    await ended;
  });
});

describe('a job that ends early', () => {
  it('evaluates on other data if the user asks for it', async () => {
    runs.set(run);
    editor.choice = 'Evaluate on Other Data';
    const ended = jobs.evaluate(directory, 'dev');
    await eventually(() => expect(compute.requests).toHaveLength(1));
    compute.last.reject(new OtherDataError('the data are not those of the run', 'Restore them.'));
    await ended;
    await eventually(() => expect(compute.requests).toHaveLength(2));
    expect(compute.last.params).toMatchObject({ directory, split: 'dev', otherData: true });
    compute.last.onEvent({ kind: 'measured', sentences: 2, of: 4 });
    expect(jobs.of(path)?.progress.phase).toBe('evaluating 2 of 4 texts of other data');
    const evaluation = evaluationWith(0.5, 20, 4.9, 0.31);
    compute.last.resolve({ ...evaluation, split: 'dev', otherData: true });
    await eventually(() => expect(lastMessage()?.text).toMatch(/^mine, other data \(dev, .*\): accuracy 0\.500/));
  });

  it('offers to resume after a crash, and resumes the run', async () => {
    const ended = begun();
    runs.set(someRun({ status: 'interrupted' }));
    editor.choice = 'Resume';
    await eventually(() => expect(jobs.of(path)?.directory).toBe(directory));
    compute.crash('killed (SIGKILL), possibly out of memory');
    await ended;
    expect(editor.messages[0]).toMatchObject({ severity: 'error', offers: ['Resume', 'Show Log'] });
    expect(editor.messages[0]?.text).toContain('possibly out of memory');
    await eventually(() => expect(compute.last).toMatchObject({ kind: 'resume', params: { directory } }));
  });

  it('is stopped by the button of its notification, without an error', async () => {
    const ended = begun();
    await eventually(() => expect(jobs.of(path)?.directory).toBe(directory));
    runs.set(someRun());
    editor.progress!.cancel();
    expect(jobs.of(path)?.progress.phase).toBe('stopping');
    expect(compute.last.signal?.aborted).toBe(true);
    await ended;
    expect(lastMessage()).toMatchObject({ severity: 'information', offers: ['Evaluate', 'Open Dashboard'] });
  });

  it('shows the remedy of what the user can fix', async () => {
    const ended = begun();
    await eventually(() => expect(compute.requests).toHaveLength(1));
    compute.last.reject(new UserError('rows.tsv: no such file', 'Check the path.'));
    await ended;
    expect(lastMessage()?.text).toBe('rows.tsv: no such file. Check the path. (Training mine)');
  });

  it('does not block the next one when its run cannot be read', async () => {
    const ended = begun();
    await eventually(() => expect(jobs.of(path)?.directory).toBe(directory));
    runs.refresh.mockRejectedValueOnce(new Error('EIO'));
    compute.last.resolve(null);
    await ended;
    expect(jobs.of(path)).toBeUndefined();
  });

  it('starts no process in a workspace that is not trusted', async () => {
    workspace.isTrusted = false;
    await jobs.train(path);
    expect(compute.starts).toBe(0);
    expect(lastMessage()?.text).toContain('Manage Workspace Trust');
  });

  it('trains nothing where the editor cannot save the experiment', async () => {
    const document = { uri: { scheme: 'file', fsPath: path }, isDirty: true, save: async () => false };
    Object.assign(workspace, { textDocuments: [document] });
    await jobs.train(path);
    expect(compute.starts).toBe(0);
  });

  it('shows nothing once the window closes, which ends its process', async () => {
    const ended = begun();
    await eventually(() => expect(jobs.of(path)?.directory).toBe(directory));
    jobs.dispose();
    compute.crash('exit code 0');
    await ended;
    expect(compute.ends).toBeGreaterThan(0);
    expect(editor.messages).toEqual([]);
  });
});

import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkExperiment } from '../../../../src/core/experiment/parseExperiment.ts';
import type { Run } from '../../../../src/core/runs/readRun.ts';
import { parseSweep } from '../../../../src/core/sweep/readSweep.ts';
import type { ExperimentFile } from '../../../../src/extension/experiments/experiments.ts';
import { Sweeps } from '../../../../src/extension/sweeps/sweeps.ts';
import { temporaryFolder } from '../../core/runs/temporaryFolder.ts';
import { eventually, fakeStudio } from '../fakeStudio.ts';
import { evaluationWith } from '../../core/runs/someEvaluation.ts';
import { someData } from '../../core/runs/newRun.ts';
import { someRun } from '../someRun.ts';
import { editor, Uri, workspace } from '../vscodeStub.ts';

const folder = temporaryFolder();
const text = JSON.stringify({ dataset: { source: 'planted' }, sweep: { seed: [1, 2] } });
let fakes: ReturnType<typeof fakeStudio>['fakes'];
let sweeps: Sweeps;
let path: string;
/** Times that a program was started, in total. */
let starts: number;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const made = fakeStudio();
  fakes = made.fakes;
  path = folder.path('grid.safr.json');
  starts = 0;
  writeFileSync(path, text);
  const { experiments, runs } = made.studio;
  fakes.experiments.all = [experimentFile(text)];
  const commandLine = {
    get script() {
      starts++;
      return folder.path('program.mjs');
    },
    env: {},
  };
  sweeps = new Sweeps(experiments, runs, commandLine, made.studio.log);
  editor.settings.set('safr.sweep.jobs', 2);
  fakes.experiments.changed.fire();
});

afterEach(() => vi.useRealTimers());

const runsDirectory = () => folder.path('.safr', 'runs');
function experimentFile(content: string): ExperimentFile {
  const uri = Uri.file(path) as unknown as ExperimentFile['uri'];
  const check = checkExperiment(content, path);
  return { uri, path, title: 'grid', text: content, check, runsDirectory: runsDirectory(), dataFiles: [] };
}
/** The program of every element; `number` is the element's. */
const program = (body: string) =>
  writeFileSync(folder.path('program.mjs'), `const number = Number(process.argv.at(-1));\n${body}`);
/** A finished run of an element, from 1. */
function done(number: number): Run {
  const { experiment } = parseSweep(text, path)!.elements[number - 1]!;
  const directory = folder.path('.safr', 'runs', String(number));
  const evaluation = evaluationWith(0.7, 20, 5, 0.3);
  return { ...someRun({ evaluation }), directory, experiment, experimentPath: path };
}
const states = () => sweeps.elements(path).map(({ state }) => state);
/** Until the changes so far are taken up, which happens together. */
const afterEvents = () => vi.advanceTimersByTimeAsync(1000);
const lastMessage = () => editor.messages.at(-1);

describe('the sweeps of a workspace', () => {
  it('have the state that the runs say, and follow their changes', async () => {
    const changes: string[] = [];
    sweeps.onDidChange((changed) => changes.push(changed));
    await afterEvents();
    expect(states()).toEqual(['waiting', 'waiting']);
    fakes.runs.set(done(2));
    await afterEvents();
    expect(states()).toEqual(['waiting', 'done']);
    expect(changes).toEqual([path, path]);
  });

  it('are found without reading the data files in a workspace that is not trusted', async () => {
    writeFileSync(folder.path('changed.tsv'), 'text\tlabel\n');
    const own = JSON.stringify({ dataset: { source: 'files', train: 'changed.tsv' }, sweep: { seed: [1] } });
    const { experiment } = parseSweep(own, path)!.elements[0]!;
    fakes.experiments.all = [experimentFile(own)];
    fakes.runs.set({ ...done(1), experiment, data: someData });
    await afterEvents();
    await eventually(() => expect(states()).toEqual(['waiting'])); // it has other data
    workspace.isTrusted = false;
    fakes.experiments.changed.fire();
    await afterEvents();
    await eventually(() => expect(states()).toEqual(['done']));
  });

  it('go with their experiments, and with the block of the file', async () => {
    await afterEvents();
    expect(sweeps.paths).toEqual([path]);
    fakes.experiments.all = [experimentFile(JSON.stringify({ dataset: { source: 'planted' } }))];
    fakes.experiments.changed.fire();
    await afterEvents();
    expect(sweeps.paths).toEqual([]);
  });
});

describe('a sweep that this window runs', () => {
  it('runs each element that is not done in a process of its own, then says how many are', async () => {
    program('process.send({ share: 0.5 });');
    fakes.runs.set(done(1));
    fakes.runs.poll.mockImplementation(async () => void (fakes.runs.all = [done(2), done(1)]));
    await sweeps.run(path);
    expect(states()).toEqual(['done', 'done']);
    expect(lastMessage()).toEqual({
      severity: 'information',
      text: 'Sweep of grid: 2 of 2 done.',
      offers: ['Open Sweep'],
    });
    expect(sweeps.runningPaths).toEqual([]);
  });

  it('says why an element failed, keeps that in view, and tries again when asked', async () => {
    program(`if (number === 2) { console.error('error: no such file'); process.exit(2); }`);
    await sweeps.run(path);
    await eventually(() =>
      expect(lastMessage()).toMatchObject({ severity: 'error', offers: ['Try Again', 'Open Sweep'] }),
    );
    expect(lastMessage()?.text).toBe('no such file (1 of 2 elements failed. Sweep of grid)');
    expect(sweeps.elements(path)[1]).toMatchObject({ state: 'failed', reason: 'no such file' });
    editor.choice = 'Try Again';
    await sweeps.run(path);
    await eventually(() => expect(starts).toBe(3));
    await eventually(() => expect(sweeps.runningPaths).toEqual([]));
  });

  it('is stopped: running elements end, others do not start', async () => {
    program(`process.on('SIGINT', () => process.exit(130)); process.send({ share: 0.1 }); setInterval(() => 0, 1000);`);
    editor.settings.set('safr.sweep.jobs', 1);
    const ended = sweeps.run(path);
    await eventually(() => expect(sweeps.elements(path)[0]).toMatchObject({ state: 'running', share: 0.1 }));
    await sweeps.stop(path);
    await ended;
    expect(lastMessage()?.text).toBe('Sweep of grid: stopped, 0 of 2 done. What is trained is kept.');
    expect(lastMessage()?.offers).toContain('Continue');
  });

  it('is the only one of its experiment', async () => {
    program('');
    const [first, second] = [sweeps.run(path), sweeps.run(path)];
    await Promise.all([first, second]);
    expect(starts).toBe(1);
  });

  it('runs on as it was while the file changes', async () => {
    program(`process.on('SIGINT', () => process.exit(130)); process.send({ share: 0.1 }); setInterval(() => 0, 1000);`);
    const ended = sweeps.run(path);
    await eventually(() => expect(states()).toEqual(['running', 'running']));
    const other = JSON.stringify({ dataset: { source: 'planted' }, sweep: { seed: [7, 8, 9] } });
    fakes.experiments.all = [experimentFile(other)];
    fakes.runs.set(done(1));
    await afterEvents();
    expect(states()).toEqual(['done', 'running']);
    await sweeps.stop(path);
    await ended;
    expect(states()).toHaveLength(3);
  });

  it('shows what is wrong with its file, and can be run again', async () => {
    writeFileSync(path, '{ "sweep": 1 }');
    await sweeps.run(path);
    expect(lastMessage()).toMatchObject({
      severity: 'error',
      text: expect.stringMatching(/^dataset is missing; .* \(Sweep of grid\)$/),
    });
    writeFileSync(path, text);
    program('');
    await sweeps.run(path);
    expect(starts).toBe(1);
  });

  it('does not run in a workspace that is not trusted', async () => {
    workspace.isTrusted = false;
    await sweeps.run(path);
    expect(starts).toBe(0);
    expect(lastMessage()?.text).toContain('not trusted');
  });

  it('ends silently when the window closes', async () => {
    program(`process.on('SIGINT', () => process.exit(130)); process.send({ share: 0.1 }); setInterval(() => 0, 1000);`);
    const ended = sweeps.run(path);
    await eventually(() => expect(states()[0]).toBe('running'));
    sweeps.dispose();
    await ended;
    expect(editor.messages).toEqual([]);
  });
});

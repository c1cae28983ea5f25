import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ComputeEnded } from '../../src/client/computeEnded.ts';
import { ComputeProcess } from '../../src/client/computeProcess.ts';
import { listRuns } from '../../src/core/runs/listRuns.ts';
import { readRun } from '../../src/core/runs/readRun.ts';
import type { TrainedRun } from '../../src/core/workflow/trainExperiment.ts';
import type { WorkflowEvent } from '../../src/core/workflow/workflowEvent.ts';
import { UserError } from '../../src/common/userError.ts';
import { computeVersion, type FromCompute, type RequestParams } from '../../src/protocol/compute.ts';
import { temporaryFolder } from './safr.ts';
import { tinyModel, tinyRows, writeTinyExperiment } from './tinyExperiment.ts';

const program = resolve('dist/host/compute.js');

async function start(): Promise<ComputeProcess> {
  const compute = await ComputeProcess.start(program);
  onTestFinished(() => compute.end());
  return compute;
}

/** Sends raw messages; the answers come in order. */
function rawProcess(): { send: (message: object) => void; next: () => Promise<FromCompute> } {
  const child = fork(program, { serialization: 'advanced' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const answers: FromCompute[] = [];
  child.on('message', (message) => answers.push(message as FromCompute));
  return {
    send: (message) => child.send(message),
    next: async () => {
      if (answers.length === 0) await once(child, 'message');
      return answers.shift()!;
    },
  };
}

const trainParams = (folder: string, evaluate = false): RequestParams<'train'> => ({
  experimentPath: join(folder, 'tiny.safr.json'),
  runsDirectory: join(folder, 'runs'),
  evaluate,
});

/** An experiment that trains for minutes. */
function longExperiment(): string {
  const folder = temporaryFolder();
  const epochs = 1000;
  writeTinyExperiment(folder, {
    training: { epochs, patience: epochs, batchSize: 8, learningRate: 0.001, devSample: 0 },
  });
  return folder;
}

/** Starts a training; resolves to the run's directory after epoch 2. */
function trainTwoEpochs(compute: ComputeProcess, folder: string, signal: AbortSignal) {
  let directory = '';
  let tell: (directory: string) => void;
  const twoEpochs = new Promise<string>((resolve) => (tell = resolve));
  const onEvent = (event: WorkflowEvent) => {
    if (event.kind === 'run') directory = event.directory;
    if (event.kind === 'epoch' && event.metrics.epoch === 2) tell(directory);
  };
  const training = compute.request('train', trainParams(folder), { signal, onEvent });
  return { training, twoEpochs };
}

describe('the compute process', () => {
  it('reports its protocol version and rejects other versions', async () => {
    const { send, next } = rawProcess();
    send({ type: 'hello', version: computeVersion + 1 });
    expect(await next()).toEqual({ type: 'hello', version: computeVersion });
    send({ type: 'request', id: 1, kind: 'explain', params: { directory: '/', text: 'x' } });
    expect(await next()).toMatchObject({
      type: 'err',
      id: 1,
      error: { code: 'broken', message: `the request came before a hello of version ${computeVersion}` },
    });
  });

  it('answers each request once, including unknown and malformed ones', async () => {
    const { send, next } = rawProcess();
    send({ type: 'hello', version: computeVersion });
    send({ type: 'request', id: 1, kind: 'dance', params: {} });
    send({ type: 'request', id: 2, kind: 'evaluate', params: { directory: '/', split: 'train' } });
    send({ type: 'cancel', id: 2 });
    send({ type: 'cancel', id: 99 });
    send({ type: 'request', id: 3, kind: 'evaluate', params: { directory: '/nowhere', split: 'test' } });
    const answers = [await next(), await next(), await next(), await next()];
    expect(answers.map((answer) => [answer.type, 'id' in answer && answer.id])).toEqual([
      ...[
        ['hello', false],
        ['err', 1],
        ['err', 2],
        ['err', 3],
      ],
    ]);
    expect(answers[1]).toMatchObject({
      error: { code: 'broken', message: expect.stringContaining('allowed: train,') },
    });
    expect(answers[2]).toMatchObject({ error: { code: 'user', message: expect.stringContaining('split') } });
    expect(answers[3]).toMatchObject({ error: { code: 'user', message: expect.stringContaining('not a run') } });
  });

  it('writes the error that ends it to standard error', async () => {
    const child = fork(program, { serialization: 'advanced', silent: true });
    child.send({ type: 'song' });
    const [said, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit')]);
    expect(code).toBe(1);
    expect(said).toMatch(/^\S*Error: /m);
  });

  it('reports the reason if it cannot start', async () => {
    const starting = ComputeProcess.start(join(temporaryFolder(), 'none.js'));
    await expect(starting).rejects.toThrow(ComputeEnded);
    await expect(starting).rejects.toThrow(/exit code 1: Error: Cannot find module/);
  });

  it('keeps the training when it is cancelled, and resumes it', async () => {
    const folder = longExperiment();
    const compute = await start();
    const abort = new AbortController();
    const { training, twoEpochs } = trainTwoEpochs(compute, folder, abort.signal);
    const directory = await twoEpochs;
    abort.abort();
    expect((await training).training.state).toBe('stopped');
    expect(await readRun(directory)).toMatchObject({ status: 'stopped', hasCheckpoint: true, hasWeights: true });

    const again = new AbortController();
    const events: WorkflowEvent[] = [];
    const onEvent = (event: WorkflowEvent) => {
      events.push(event);
      if (event.kind === 'epoch') again.abort();
    };
    const resumed = await compute.request('resume', { directory, evaluate: false }, { signal: again.signal, onEvent });
    expect(events.find(({ kind }) => kind === 'run')).toMatchObject({ directory, resumed: true });
    expect(resumed.training.epochs).toBeGreaterThan(2);
  });

  it('rejects a training that is cancelled before its start with the reason', async () => {
    const compute = await start();
    const abort = new AbortController();
    const training = compute.request('train', trainParams(longExperiment()), { signal: abort.signal });
    abort.abort(new Error('not wanted'));
    await expect(training).rejects.toThrow('not wanted');
  });

  it('rejects waiting requests with the reason when it is killed; its run can be resumed', async () => {
    const compute = await start();
    const { training, twoEpochs } = trainTwoEpochs(compute, longExperiment(), new AbortController().signal);
    const directory = await twoEpochs;
    process.kill(compute.pid!, 'SIGKILL');
    await expect(training).rejects.toThrow('the compute process ended: killed (SIGKILL), possibly out of memory');
    await expect(compute.request('explain', { directory, text: 'x' })).rejects.toThrow(ComputeEnded);
    expect(await readRun(directory)).toMatchObject({ status: 'interrupted', hasCheckpoint: true });
  });

  it('ends immediately on request during a training', async () => {
    const compute = await start();
    const { training, twoEpochs } = trainTwoEpochs(compute, longExperiment(), new AbortController().signal);
    const directory = await twoEpochs;
    const rejected = expect(training).rejects.toThrow(ComputeEnded);
    await compute.end();
    await rejected;
    expect((await readRun(directory)).status).toBe('interrupted');
  });

  it('leaves no orphan process when its parent is killed during a training', async () => {
    const folder = longExperiment();
    const request = { type: 'request', id: 1, kind: 'train', params: trainParams(folder) };
    const parent = `
      const child = require('node:child_process').fork(${JSON.stringify(program)}, {
        serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      child.on('message', (message) => message.event?.kind === 'step' && console.log('training'));
      child.send({ type: 'hello', version: ${computeVersion} });
      child.send(${JSON.stringify(request)});`;
    const parentProcess = spawn(process.execPath, ['-e', parent]);
    await once(parentProcess.stdout, 'data');
    parentProcess.kill('SIGKILL');
    await once(parentProcess.stderr, 'close'); // both processes have it open
    await expect.poll(() => statusesOf(folder)).toEqual(['interrupted']); // after the system has reaped it
  });
});

async function statusesOf(folder: string): Promise<string[]> {
  const { runs } = await listRuns(join(folder, 'runs'));
  return runs.map(({ status }) => status);
}

describe('the compute process, for a run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'safr-'));
  const events: WorkflowEvent[] = [];
  let compute: ComputeProcess;
  let trained: TrainedRun;
  let directory: string;

  /** Every third row has the label `wrong` whatever its words say, so that there are errors. */
  const writeTestRows = (wrong: string) => {
    const rows = tinyRows(24).map((row, i) => (i % 3 === 0 ? row.replace(/\w+$/, wrong) : row));
    writeFileSync(join(folder, 'test.tsv'), ['text\tlabel', ...rows, ''].join('\n'));
  };

  beforeAll(async () => {
    const dataset = { source: 'files', train: 'rows.tsv', test: 'test.tsv' };
    writeTinyExperiment(folder, { dataset, training: { epochs: 2, batchSize: 8, learningRate: 0.01 } });
    writeTestRows('no');
    compute = await ComputeProcess.start(program, { priority: 10 });
    trained = await compute.request('train', trainParams(folder, true), { onEvent: (event) => events.push(event) });
    directory = trained.directory;
  });

  afterAll(async () => {
    await compute.end();
    rmSync(folder, { recursive: true });
  });

  it('reports the progress of a training', () => {
    const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== 'step' && kind !== 'measured');
    const epoch = ['evaluating', 'epoch'];
    expect(kinds).toEqual(['read', 'data', 'device', 'run', 'start', ...epoch, ...epoch, 'end']);
    expect(events.map(({ kind }) => kind)).toContain('step');
    expect(trained.evaluation!.sentences).toBe(24);
  });

  it('explains texts one by one', async () => {
    const texts = ['the film is good', 'a dull story', 'unheard'];
    const explanations = await Promise.all(texts.map((text) => compute.request('explain', { directory, text })));
    expect(explanations.map(({ tokens }) => tokens.map(({ text }) => text).join(' '))).toEqual(texts);
    await expect(compute.request('explain', { directory, text: ' ' })).rejects.toThrow(UserError);
  });

  it('never starts an explanation that is cancelled while it waits', async () => {
    const fresh = await start();
    const abort = new AbortController();
    const first = fresh.request('explain', { directory, text: 'good' });
    const second = fresh.request('explain', { directory, text: 'bad' }, { signal: abort.signal });
    const answered: string[] = [];
    void first.then(() => answered.push('first'));
    const cancelled = second.catch((error: unknown) => {
      answered.push('second');
      return error;
    });
    abort.abort(new Error('gone'));
    expect(await cancelled).toEqual(new Error('gone'));
    expect((await first).tokens).toHaveLength(1);
    expect(answered).toEqual(['second', 'first']);
  });

  it('gives the activation of every neuron', async () => {
    const { explanation, activations } = await compute.request('inspect', { directory, text: 'the film is good' });
    expect(activations.map(({ length }) => length)).toEqual([4 * tinyModel.feedForward]);
    const { layer, index, tokens } = explanation.neurons[0]!;
    const { token, activation } = tokens[0]!;
    expect(activations[layer]![token * tinyModel.feedForward + index]).toBe(activation);
  });

  it('gives the attention of a head or of all, and names what the model has where there is no such head', async () => {
    const text = 'the film is good';
    const { pairs } = await compute.request('explain', { directory, text });
    const ofHead = await compute.request('attention', { directory, text, part: { layer: 0, head: 0 } });
    expect(ofHead.pairs).toHaveLength(pairs.length);
    expect(ofHead.pairs.every(({ first, second, score }) => first < second && second < 4 && score > 0)).toBe(true);
    expect(ofHead.weights).toHaveLength(16);
    expect((await compute.request('attention', { directory, text, part: null })).pairs).toEqual(pairs);
    const missing = compute.request('attention', { directory, text, part: { layer: 0, head: 99 } });
    await expect(missing).rejects.toThrow('the model has no layer 1, head 100');
  });

  it('gives the causal effects of neurons, equal to those of switching off each alone', async () => {
    const text = 'the film is good';
    const all = Array.from({ length: tinyModel.feedForward }, (_, f) => f);
    const { margin, effects } = await compute.request('effects', { directory, text, neurons: [all] });
    const [own] = effects;
    const f = own!.findIndex((effect) => Math.abs(effect) > 1e-3);
    const { before, after } = await compute.request('switchOff', { directory, text, neurons: [[f]] });
    expect(before.margin).toBeCloseTo(margin, 5);
    expect(after.margin - before.margin).toBeCloseTo(own![f]!, 5);
  });

  it('gives all texts of a split, or those with given numbers', async () => {
    const all = await compute.request('texts', { directory, split: 'test' });
    expect(all.map(({ index }) => index)).toEqual(Array.from({ length: 24 }, (_, i) => i));
    expect(await compute.request('texts', { directory, split: 'test', indices: [5, 2] })).toEqual([all[5], all[2]]);
    const beyond = compute.request('texts', { directory, split: 'test', indices: [24] });
    await expect(beyond).rejects.toThrow('the split has no text 24; allowed: 0 to 23');
  });

  it('finds errors that share words with a text', async () => {
    const texts = await compute.request('texts', { directory, split: 'test' });
    const { labels, predicted } = trained.evaluation!.predictions;
    const wrong = texts.filter((_, i) => labels[i] !== predicted[i]);
    const text = wrong[0]!.text;
    const errors = await compute.request('similarErrors', { directory, text });
    expect(errors.length).toBeGreaterThan(0);
    for (const { index, predicted: given, label, shared, ...error } of errors) {
      expect(wrong).toContainEqual({ index, label, ...error });
      expect(given).not.toBe(label);
      expect(error.text).not.toBe(text);
      for (const word of shared)
        expect([text.split(' '), error.text.split(' ')]).toEqual([
          expect.arrayContaining([word]),
          expect.arrayContaining([word]),
        ]);
    }
  });

  it('matches every neuron of a run in a copy of it, reports progress, and can be cancelled', async () => {
    const [from, to] = [directory, `${directory}-copy`];
    cpSync(from, to, { recursive: true });
    const received: WorkflowEvent[] = [];
    const onEvent = (event: WorkflowEvent) => received.push(event);
    const { pairs, matched, transitions } = await compute.request('compareNeurons', { from, to }, { onEvent });
    expect(received.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['device', 'measured']));
    expect(matched).toMatchObject({ reached: matched.count, median: expect.closeTo(1, 5) });
    expect(pairs).toHaveLength(tinyModel.feedForward);
    for (const pair of pairs) expect(pair.to).toEqual(pair.from);
    expect(transitions.flatMap((counts, row) => counts.filter((count, column) => row !== column && count > 0))).toEqual(
      [],
    );

    const abort = new AbortController();
    const asked = compute.request('compareNeurons', { from, to }, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    rmSync(to, { recursive: true });
  });

  it('asks for an evaluation if there is none', async () => {
    rmSync(join(directory, 'evaluation.json'));
    const asked = compute.request('similarErrors', { directory, text: 'good' });
    await expect(asked).rejects.toMatchObject({ name: 'UserError', remedy: 'Evaluate the run first.' });
    expect((await compute.request('evaluate', { directory, split: 'test' })).sentences).toBe(24);
    expect(await compute.request('similarErrors', { directory, text: 'a film of good , bad and grey' })).not.toEqual(
      [],
    );
  });

  it('does not mix texts and predictions when the data have changed', async () => {
    writeTestRows('yes');
    const asked = compute.request('similarErrors', { directory, text: 'good' });
    await expect(asked).rejects.toThrow('the data are not those of run');
  });
});

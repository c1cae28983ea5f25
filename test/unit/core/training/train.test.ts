import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measureSample } from '../../../../src/core/evaluation/measureSample.ts';
import type { Model } from '../../../../src/core/model/model.ts';
import type { Sentences } from '../../../../src/core/evaluation/observe.ts';
import { loadRunModel } from '../../../../src/core/runs/loadRunModel.ts';
import { TokenizedSplit } from '../../../../src/core/dataset/tokenizedSplit.ts';
import { readDetails, readRun } from '../../../../src/core/runs/readRun.ts';
import type { TrainingEvent } from '../../../../src/core/training/trainingEvent.ts';
import type { Device, Executor } from '../../../../src/engine/device.ts';
import { openWasmDevice } from '../../../../src/engine/wasm/device.ts';
import { UserError } from '../../../../src/common/userError.ts';
import { temporaryFolder } from '../runs/temporaryFolder.ts';
import { measureNothing, tinyData, tinyExperiment, trainTiny } from './tinyTraining.ts';

const folder = temporaryFolder();
let device: Device;
beforeAll(async () => {
  device = await openWasmDevice({ threads: 1 });
});
afterAll(() => device.close());

test('learns, and reports and stores its metrics', async () => {
  const events: TrainingEvent[] = [];
  const experiment = tinyExperiment({ epochs: 12, patience: 12 });
  const { run, training } = await trainTiny(device, folder.path(), experiment, {
    onEvent: (event) => events.push(event),
    measureDev: (_, epoch) => Promise.resolve({ srs: 10 * epoch, neurons: sharesAt(epoch) }),
  });
  const result = await training;
  expect(result).toMatchObject({ state: 'finished', reason: 'all 12 epochs done', epochs: 12, step: 60 });
  expect(events[0]).toEqual({ kind: 'start', step: 0, epochs: 12, stepsPerEpoch: 5 });
  expect(events.filter(({ kind }) => kind === 'step')).toHaveLength(60);
  expect(events.at(-1)).toEqual({ kind: 'end', result });

  const stored = await readDetails(await readRun(run.directory));
  expect(stored.record).toMatchObject({ state: 'finished', reason: 'all 12 epochs done', best: result.best });
  const epochs = stored.metrics.filter((line) => line.kind === 'epoch');
  expect(epochs.map(({ step, devSrs, neurons }) => [step, devSrs, neurons])).toEqual(
    epochs.map((_, i) => [5 * (i + 1), 10 * (i + 1), sharesAt(i + 1)]),
  );
  expect(epochs.at(-1)!.losses.crossEntropy).toBeLessThan(0.8 * epochs[0]!.losses.crossEntropy);
  expect(Math.max(...epochs.map(({ devAccuracy }) => devAccuracy))).toBeGreaterThan(0.7);
  expect(readdirSync(run.directory).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('says that its only epoch is done', async () => {
  const { training } = await trainTiny(device, folder.path(), tinyExperiment({ epochs: 1 }));
  expect(await training).toMatchObject({ state: 'finished', reason: '1 epoch done' });
});

test('takes the same steps whether or not a sample of the dev split is measured', async () => {
  const experiment = tinyExperiment({ epochs: 2 });
  const { dev } = tinyData();
  const measureDev = (model: Model) => measureSample({ ...model, split: dev, fraction: 0.3, unit: 'word', sample: 10 });
  const watched = await trainTiny(device, folder.path(), experiment, { measureDev });
  await watched.training;
  const unwatched = await trainTiny(device, folder.path(), experiment);
  await unwatched.training;
  const [one, other] = await Promise.all([watched, unwatched].map(({ run }) => loadRunModel(run.directory)));
  expect(one!.parameters).toEqual(other!.parameters);
  const shares = (await readDetails(await readRun(watched.run.directory))).metrics.map(
    (line) => line.kind === 'epoch' && line.neurons,
  );
  for (const { dead, monosemantic, polysemantic } of shares.filter((share) => !!share)) {
    expect(dead + monosemantic + polysemantic).toBeCloseTo(1);
  }
  expect(shares.filter((share) => !!share)).toHaveLength(2);
});

test('trains on shortened texts with randomDeletion, the same ones every time', async () => {
  const lossesWith = async (randomDeletion: number) => {
    const { run, training } = await trainTiny(device, folder.path(), tinyExperiment({ epochs: 2, randomDeletion }));
    await training;
    const { metrics } = await readDetails(await readRun(run.directory));
    const epochs = metrics.filter((line) => line.kind === 'epoch');
    return { losses: epochs.map(({ losses }) => losses.crossEntropy), step: epochs.at(-1)!.step };
  };
  const [without, half, again] = [await lossesWith(0), await lossesWith(0.5), await lossesWith(0.5)];
  expect(half).toEqual(again);
  expect(half.step).toBe(without.step);
  expect(half.losses).not.toEqual(without.losses);
});

test('summarizes every twentieth step of an epoch in the metrics', async () => {
  const { run, training } = await trainTiny(device, folder.path(), tinyExperiment({ epochs: 1, batchSize: 1 }));
  await training;
  const { metrics } = await readDetails(await readRun(run.directory));
  expect(metrics.map(({ kind, step }) => [kind, step])).toEqual([
    ['step', 20],
    ['epoch', 36],
  ]);
});

test('logs the similarity loss with λ_sim above 0, which lowers it', async () => {
  const similarities = async (similarity: number) => {
    const experiment = tinyExperiment({ epochs: 4, patience: 4 }, { safr: { preset: 'plain', similarity } });
    const { run, training } = await trainTiny(device, folder.path(), experiment);
    await training;
    const { metrics } = await readDetails(await readRun(run.directory));
    return metrics.map(({ losses }) => losses.similarity);
  };
  expect(new Set(await similarities(0))).toEqual(new Set([undefined]));
  const found = await similarities(3);
  expect(found.at(-1)).toBeLessThan(found[0]! - 0.01);
});

test('without λ_inter, measures the interaction loss after each epoch only', async () => {
  const lossesOf = async (preset: string) => {
    const experiment = tinyExperiment({ epochs: 1, batchSize: 1 }, { safr: { preset } });
    const { run, training } = await trainTiny(device, folder.path(), experiment);
    await training;
    const { metrics } = await readDetails(await readRun(run.directory));
    return metrics.map(({ losses }) => losses.interaction);
  };
  expect(await lossesOf('plain')).toEqual([null, expect.closeTo(0.1, 0)]);
  expect(await lossesOf('safr')).toEqual([expect.any(Number), expect.any(Number)]);
});

test('keeps the weights of the best dev epoch, the earliest if several are equal, and stops when patience is used up', async () => {
  const accuracies = [0.4, 0.6, 0.6, 0.5];
  const weights: Float32Array[] = [];
  const experiment = tinyExperiment({ epochs: 9, patience: 2 });
  const { run, training } = await trainTiny(scriptedAccuracy(device, accuracies), folder.path(), experiment, {
    measureDev: async ({ executor }) => {
      weights.push(await executor.read('fc.weight'));
      return measureNothing();
    },
  });
  const result = await training;
  expect(result).toMatchObject({ epochs: 4, reason: 'no better dev accuracy for 2 epochs' });
  expect(result.best).toMatchObject({ epoch: 2, accuracy: 0.6 });
  const { parameters } = await loadRunModel(run.directory);
  expect(parameters.get('fc.weight')).toEqual(weights[1]);
  expect(weights[1]).not.toEqual(weights[2]);
  const best = (await readDetails(await readRun(run.directory))).metrics.map(
    (line) => line.kind === 'epoch' && line.best,
  );
  expect(best).toEqual([true, true, false, false]);
});

test('keeps the weights of the best macro F1 where that is monitored, and records it with the accuracy', async () => {
  const dev = new TokenizedSplit();
  for (let i = 0; i < 10; i++) dev.add([2 + i], i < 8 ? 0 : 1, 'tiny.tsv', i + 1);
  /** The most frequent class alone; 5 of 8 and 2 of 2 correct; the first again. */
  const predictions = [() => 0, (i: number) => (i < 5 ? 0 : 1), () => 0];
  let epoch = 0;
  const scripted = scriptedPredictions(device, (labels) => {
    const predict = predictions[epoch++]!;
    return labels.map((_, i) => predict(i));
  });
  const data = { ...tinyData(), dev };
  const trainBy = async (monitor: string) => {
    epoch = 0;
    const experiment = tinyExperiment({ epochs: 3, patience: 1, monitor });
    const { run, training } = await trainTiny(scripted, folder.path(), experiment, { data });
    const result = await training;
    return { result, run: await readDetails(await readRun(run.directory)) };
  };
  const macroF1 = (10 / 13 + 4 / 7) / 2;
  const { result, run } = await trainBy('macroF1');
  expect(result).toMatchObject({ epochs: 3, reason: 'no better dev macro F1 for 1 epoch' });
  expect(run.record.best).toMatchObject({ epoch: 2, accuracy: 0.7 });
  expect(run.record.best!.macroF1).toBeCloseTo(macroF1, 10);
  const shown = run.metrics.map((line) => line.kind === 'epoch' && [line.best, line.devAccuracy, line.devMacroF1]);
  expect(shown).toEqual([
    [true, 0.8, 8 / 18],
    [true, 0.7, expect.closeTo(macroF1, 10)],
    [false, 0.8, 8 / 18],
  ]);
  expect((await trainBy('accuracy')).result).toMatchObject({ epochs: 2, best: { epoch: 1, accuracy: 0.8 } });
});

test('reads every sentence once per epoch, in an order that depends on epoch and seed', async () => {
  const orderOf = async (seed: number) => {
    const order: number[] = [];
    const data = tinyData();
    const train: Sentences = {
      length: data.train.length,
      label: (i) => data.train.label(i),
      ids: (i) => {
        order.push(i);
        return data.train.ids(i);
      },
    };
    const experiment = tinyExperiment({ epochs: 2 }, { seed });
    await (
      await trainTiny(device, folder.path(), experiment, { data: { ...data, train } })
    ).training;
    return [order.slice(-72, -36), order.slice(-36)]; // before that, the cost of a step is estimated
  };
  const [first, second] = await orderOf(5);
  const all = Array.from({ length: 36 }, (_, i) => i);
  for (const order of [first, second]) expect(order!.toSorted((a, b) => a - b)).toEqual(all);
  expect(second).not.toEqual(first);
  expect(await orderOf(5)).toEqual([first, second]);
  expect((await orderOf(6))[0]).not.toEqual(first);
});

test('warms up the learning rate from 0 and anneals λ_info from epoch to epoch', async () => {
  const scalars: (readonly [number, number])[] = [];
  const watched = wrapped(device, (executor) => ({
    ...executor,
    run: (routine, batch, given) => {
      if (given) scalars.push([given.learningRate, given.informationWeight]);
      return executor.run(routine, batch, given);
    },
  }));
  const experiment = tinyExperiment({ epochs: 2, warmupSteps: 4 }, { safr: { preset: 'vmask' } });
  await (
    await trainTiny(watched, folder.path(), experiment)
  ).training;
  expect(scalars.slice(0, 6).map(([rate]) => rate)).toEqual([0.0025, 0.005, 0.0075, 0.01, 0.01, 0.01]);
  expect(scalars.slice(3, 7).map(([, weight]) => weight)).toEqual([1, 1, 0.901, 0.901]);
});

test('trains on the weighted mean of the cross-entropy, as PyTorch with weights for the classes', async () => {
  const weights = { no: 1, yes: 4 };
  const steps: { labels: ArrayLike<number>; probabilities: Float32Array; loss: number }[] = [];
  const watched = wrapped(device, (executor) => {
    let labels: ArrayLike<number> = [];
    return {
      ...executor,
      run: (routine, batch, scalars) => {
        labels = batch.inputs['labels']!;
        return executor.run(routine, batch, scalars);
      },
      read: async (name) => {
        const values = await executor.read(name);
        if (name === 'losses') {
          const probabilities = await executor.read('probabilities');
          steps.push({ labels, probabilities, loss: values[0]! });
        }
        return values;
      },
    };
  });
  const experiment = tinyExperiment({ epochs: 1, classWeights: weights });
  await (
    await trainTiny(watched, folder.path(), experiment)
  ).training;
  expect(steps).toHaveLength(5);
  for (const { labels, probabilities, loss } of steps) {
    const own = Array.from(labels, (label) => (label === 0 ? weights.no : weights.yes));
    const sum = own.reduce((total, weight, b) => total - weight * Math.log(probabilities[2 * b + labels[b]!]!), 0);
    expect(loss).toBeCloseTo(sum / own.reduce((total, weight) => total + weight, 0), 5);
  }
});

test('takes the same steps with equal weights as without weights', async () => {
  const parametersOf = async (classWeights: object | null) => {
    const { run, training } = await trainTiny(device, folder.path(), tinyExperiment({ epochs: 1, classWeights }));
    await training;
    return (await loadRunModel(run.directory)).parameters;
  };
  expect(await parametersOf({ no: 2, yes: 2 })).toEqual(await parametersOf(null));
  expect(await parametersOf({ no: 2, yes: 1 })).not.toEqual(await parametersOf(null));
});

test('trains in parts where batches do not fit the device, to the same result but for rounding', async () => {
  const trainOn = async (own: Device) => {
    const events: TrainingEvent[] = [];
    const { run, training } = await trainTiny(own, folder.path(), tinyExperiment({ epochs: 2, gradientClip: 0.5 }), {
      onEvent: (event) => events.push(event),
    });
    await training;
    const losses = events.flatMap((event) => (event.kind === 'step' ? Object.values(event.losses) : [])).map(Number);
    return { losses, events, parameters: (await loadRunModel(run.directory)).parameters };
  };
  const whole = await trainOn(device);
  const rows = 24; // of the largest buffer, queries, keys and values
  const parts = await trainOn({ ...device, memory: { ...device.memory, buffer: rows * 3 * 16 * 4 } });
  expect(whole.events.filter(({ kind }) => kind === 'cost')).toEqual([]);
  expect(parts.events.find(({ kind }) => kind === 'cost')).toEqual({
    kind: 'cost',
    message:
      'batches of more than 24 tokens are computed in parts, which the wasm device has memory for; the result is the same but for rounding',
  });
  parts.losses.forEach((loss, i) => expect(loss).toBeCloseTo(whole.losses[i]!, 4));
  for (const [name, values] of parts.parameters) {
    if (name.endsWith('qkv.bias')) continue; // the part of the keys is magnified rounding noise, see docs/measures.md
    values.forEach((value, i) => expect(value).toBeCloseTo(whole.parameters.get(name)![i]!, 3));
  }
});

test('trains without a mask and padded, too', async () => {
  const model = { ...tinyExperiment().model, padding: 'max', maxLength: 9 };
  const experiment = tinyExperiment({ epochs: 1 }, { model, safr: { preset: 'bare' } });
  const { run, training } = await trainTiny(device, folder.path(), experiment);
  await expect(training).resolves.toMatchObject({ state: 'finished', epochs: 1 });
  const { shape, parameters } = await loadRunModel(run.directory);
  expect(shape.maskHidden).toBeNull();
  expect([...parameters.keys()].filter((name) => name.startsWith('vmask'))).toEqual([]);
});

test('stops at a loss that is not finite, says where, and keeps the last checkpoint', async () => {
  const broken = wrapped(device, (executor) => {
    let steps = 0;
    return {
      ...executor,
      read: async (name) => {
        const values = await executor.read(name);
        return name === 'losses' && ++steps === 7 ? values.fill(NaN, 1, 2) : values;
      },
    };
  });
  const { run, training } = await trainTiny(broken, folder.path(), tinyExperiment());
  await expect(training).rejects.toThrow(UserError);
  await expect(training).rejects.toMatchObject({
    message: 'epoch 2, step 7: the importance loss is NaN',
    remedy: expect.stringMatching(/learningRate.*gradientClip/),
  });
  const stored = await readDetails(await readRun(run.directory));
  expect(stored).toMatchObject({ status: 'failed', hasCheckpoint: true, hasWeights: true });
  expect(stored.record).toMatchObject({ reason: 'epoch 2, step 7: the importance loss is NaN', best: { epoch: 1 } });
  expect(stored.metrics).toHaveLength(1);
});

test('never keeps parameters that are not finite', async () => {
  const { run, training } = await trainTiny(device, folder.path(), tinyExperiment({ learningRate: 1e39, epochs: 1 }));
  await expect(training).rejects.toThrow(/^epoch 1, step \d: (the .* loss is|parameter .* holds) (NaN|-?Infinity)$/);
  expect(await readRun(run.directory)).toMatchObject({ status: 'failed', hasCheckpoint: false, hasWeights: false });
});

test('takes and reports the same steps on a device that computes a few runs ahead', async () => {
  const trainOn = async (own: Device) => {
    const events: TrainingEvent[] = [];
    const onEvent = (event: TrainingEvent) => events.push(event);
    const { run, training } = await trainTiny(own, folder.path(), tinyExperiment({ epochs: 2 }), { onEvent });
    await training;
    const steps = events.flatMap((event) => (event.kind === 'step' ? [[event.step, event.batch, event.losses]] : []));
    return { steps, parameters: (await loadRunModel(run.directory)).parameters };
  };
  const ahead = wrapped(device, (executor) => ({ ...executor, lag: 3 }));
  expect(await trainOn(ahead)).toEqual(await trainOn(device));
});

test('marks the run failed when the device fails', async () => {
  const failing = wrapped(device, (executor) => ({
    ...executor,
    run: () => Promise.reject(new Error('out of threads')),
  }));
  const { run, training } = await trainTiny(failing, folder.path(), tinyExperiment());
  await expect(training).rejects.toThrow('out of threads');
  expect((await readRun(run.directory)).record).toMatchObject({ state: 'failed', reason: 'out of threads' });
});

test('keeps the current weights when it is stopped during the first epoch', async () => {
  const stop = new AbortController();
  const { run, training } = await trainTiny(device, folder.path(), tinyExperiment(), {
    signal: stop.signal,
    onEvent: (event) => {
      if (event.kind === 'step' && event.step === 2) stop.abort();
    },
  });
  await expect(training).resolves.toMatchObject({ state: 'stopped', step: 2, epochs: 0, best: null });
  expect(await readRun(run.directory)).toMatchObject({ status: 'stopped', hasWeights: true, hasCheckpoint: true });
  const { parameters } = await loadRunModel(run.directory);
  expect(parameters.size).toBeGreaterThan(10);
  expect(readFileSync(run.path('metrics'), 'utf8')).toBe('');
});

/** A device with modified executors. */
function wrapped(inner: Device, change: (executor: Executor) => Executor): Device {
  const plain = (executor: Executor): Executor => ({
    write: (name, values) => executor.write(name, values),
    read: (name) => executor.read(name),
    run: (routine, batch, scalars) => executor.run(routine, batch, scalars),
    close: () => executor.close(),
  });
  return { ...inner, load: async (program) => change(plain(await inner.load(program))) };
}

/** Predicts on the dev split, which fits one batch, so that the epochs have these accuracies. */
function scriptedAccuracy(inner: Device, accuracies: readonly number[]): Device {
  let evaluations = 0;
  return scriptedPredictions(inner, (labels) => {
    const right = accuracies[evaluations++]! * labels.length;
    return labels.map((label, i) => (i < right ? label : 1 - label));
  });
}

/** `predict`: the predicted classes of the dev split, which fits one batch, from its labels. */
function scriptedPredictions(inner: Device, predict: (labels: readonly number[]) => number[]): Device {
  return wrapped(inner, (executor) => {
    let labels: ArrayLike<number> | undefined;
    return {
      ...executor,
      run: (routine, batch, scalars) => {
        labels = routine === 'predict' ? batch.inputs['labels'] : undefined;
        return executor.run(routine, batch, scalars);
      },
      read: async (name) => {
        if (name !== 'probabilities' || labels === undefined) return executor.read(name);
        return Float32Array.from(predict(Array.from(labels)).flatMap(oneHot));
      },
    };
  });
}

const sharesAt = (epoch: number) => ({ dead: 0.5, monosemantic: 0.5 / epoch, polysemantic: 0.5 - 0.5 / epoch });

const oneHot = (label: number) => (label === 0 ? [1, 0] : [0, 1]);

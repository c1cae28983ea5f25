import { afterAll, describe, expect, it } from 'vitest';
import { long, longestSentence, pinOddWords, small } from './batches.ts';
import { bits, normal, rectified, repeated, scaled, uniform } from './buffers.ts';
import { drawGiven, runTask, type Task } from './case.ts';
import { adamW, attentionOf, geluAt, importanceOf, interactionOf, layerNorm, similarityLossOf } from './closedForms.ts';
import { openDevices, openOracle } from './devices.ts';

const devices = [{ label: 'tensorflow', device: await openOracle() }, ...(await openDevices())];

afterAll(async () => {
  for (const { device } of devices) await device.close();
});

/** Rows of a matrix. */
const rowsOf = (values: Float32Array, width: number) =>
  Array.from({ length: values.length / width }, (_, i) => Array.from(values.subarray(i * width, (i + 1) * width)));

describe.each(devices)('$label', ({ device }) => {
  it.each(['erf', 'tanh'] as const)('computes gelu and its derivative, form %s, to 1e-6', async (form) => {
    const task: Task = {
      batch: long,
      operations: [
        { op: 'gelu', rows: 'rows', x: 'x', form, out: 'out' },
        { op: 'geluBackward', rows: 'rows', x: 'x', form, dOut: 'ones' },
      ],
      given: { x: scaled(3, 'rows', 37), ones: { shape: ['rows', 37], draw: () => 1 } },
      results: { out: ['rows', 37] },
    };
    const values = drawGiven(task);
    const { out, ones } = await runTask(device, task, ['out', 'ones'], values);
    values['x']!.forEach((x, i) => {
      const expected = geluAt(x, form);
      const allowed = 1e-6 * Math.max(1, Math.abs(x));
      expect(Math.abs(out![i]! - expected.value), `gelu(${x})`).toBeLessThan(allowed);
      expect(Math.abs(ones![i]! - expected.derivative), `gelu'(${x})`).toBeLessThan(allowed);
    });
  });

  it.each([
    { name: 'distinct activations', x: rectified('rows', 37), perRow: 5 },
    { name: 'activations of which some are negative', x: normal('rows', 37), perRow: 30 },
    { name: 'equal activations, of which all or none are kept', x: repeated('rows', 37), perRow: 5 },
    { name: 'fewer positive activations than are asked for', x: rectified('rows', 37), perRow: 30 },
  ])('keeps the largest activations of a batch: $name', async ({ x, perRow }) => {
    const task: Task = {
      batch: long,
      operations: [
        { op: 'batchThreshold', rows: 'rows', x: 'x', perRow, weight: 0.25, threshold: 'threshold', mean: 'mean' },
        { op: 'zeroBelow', rows: 'rows', x: 'x', threshold: 'threshold' },
      ],
      given: { x, mean: uniform(1) },
      results: { threshold: [1] },
      scalars: { step: 9 },
    };
    const values = drawGiven(task);
    const after = await runTask(device, task, ['x', 'threshold', 'mean'], values);
    const last = Array.from(values['x']!).sort((a, b) => b - a)[perRow * long.sizes.rows - 1]!;
    const smallest = Math.max(0, last);
    expect(after['threshold']).toEqual(Float32Array.of(smallest));
    expect(after['x']).toEqual(values['x']!.map((value) => (value < smallest ? 0 : value)));
    expect(after['mean']![0]).toBeCloseTo(0.75 * values['mean']![0]! + 0.25 * smallest, 6);
  });

  it('lowers the biases of neurons that fire too often, and raises those of neurons that never fire', async () => {
    const [width, rows] = [8, long.sizes.rows];
    // The groups 0 … 3 and 4 … 7 have the targets ½ and ¼; neuron 0 always fires, 1 never, 5 for every third row.
    const draw = (_: number, __: number, index: number) => {
      const [row, f] = [Math.floor(index / width), index % width];
      return f === 1 || (f === 5 && row % 3 !== 0) || (f !== 0 && f !== 5 && row > 0) ? 0 : f + 1;
    };
    const task: Task = {
      batch: long,
      operations: [
        { op: 'countFiring', x: 'x', firing: 'firing' },
        { op: 'steerBias', firing: 'firing', bias: 'bias', every: 2, highest: 0.5, groups: 2, size: 0.5 },
      ],
      given: { x: { shape: ['rows', width], draw }, firing: { shape: [3, width], draw: () => 0 }, bias: normal(width) },
      results: {},
      scalars: { step: 4 },
    };
    const values = drawGiven(task);
    const { bias, firing } = await runTask(device, task, ['bias', 'firing'], values);
    const changes = [-0.5, 0.5 * ((1 + 3 + 4) / 3), 0, 0, 0, -3, 0, 0];
    changes.forEach((change, f) => expect(bias![f]).toBeCloseTo(values['bias']![f]! + change, 5));
    expect(Math.max(...firing!)).toBe(0);

    const between = { ...task, scalars: { step: 5 } };
    const later = await runTask(device, between, ['bias', 'firing'], values);
    expect(later['bias']).toEqual(values['bias']);
    expect(Array.from(later['firing']!.subarray(0, 2 * width))).toEqual(
      [rows, 0, 1, 1, 1, Math.ceil(rows / 3), 1, 1].concat([1, 0, 3, 4, 5, 6, 7, 8]),
    );
    expect(new Set(later['firing']!.subarray(2 * width))).toEqual(new Set([rows]));
  });

  it('normalizes the sum of word, position and segment', async () => {
    const width = 7;
    const task: Task = {
      batch: small,
      operations: [
        {
          op: 'embeddingNorm',
          rows: 'rows',
          x: 'x',
          positions: 'positions',
          position: 'position',
          segments: { table: 'segments', segment: 'placeOf' },
          gamma: 'gamma',
          beta: 'beta',
          epsilon: 1e-12,
          dropout: 0,
          site: 0,
          normalized: 'normalized',
          inverseDeviation: 'inverseDeviation',
          out: 'out',
        },
      ],
      given: {
        x: normal('rows', width),
        positions: normal(longestSentence, width),
        segments: normal(20, width),
        gamma: normal(width),
        beta: normal(width),
      },
      results: { normalized: ['rows', width], inverseDeviation: ['rows'], out: ['rows', width] },
    };
    const values = drawGiven(task);
    const { out } = await runTask(device, task, ['out'], values);
    const [x, positions, segments] = ['x', 'positions', 'segments'].map((name) => rowsOf(values[name]!, width));
    const { position, placeOf } = small.inputs;
    const expected = x!.flatMap((row, i) => {
      const sum = row.map((value, c) => value + positions![position![i]!]![c]! + segments![placeOf![i]!]![c]!);
      return layerNorm(sum, values['gamma']!, values['beta']!, 1e-12);
    });
    expect(out!.length).toBe(expected.length);
    expected.forEach((value, i) => expect(out![i]).toBeCloseTo(value, 5));
  });

  it('takes a step of AdamW, with a learning rate of its own', async () => {
    const task: Task = {
      batch: small,
      operations: [
        {
          op: 'adam',
          ...{ parameter: 'parameter', gradient: 'gradient', firstMoment: 'first', secondMoment: 'second' },
          ...{ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.5, learningRateFactor: 4 },
        },
      ],
      given: { parameter: normal(3, 7), gradient: normal(3, 7), first: scaled(0.1, 3, 7), second: uniform(3, 7) },
      results: {},
      scalars: { step: 5, learningRate: 0.01 },
    };
    const values = drawGiven(task);
    const after = await runTask(device, task, ['parameter', 'first', 'second'], values);
    values['gradient']!.forEach((gradient, i) => {
      const [parameter, first, second] = ['parameter', 'first', 'second'].map((name) => values[name]![i]!);
      const expected = adamW({ parameter: parameter!, first: first!, second: second! }, gradient, 0.04, 0.5, 5);
      expect(after['parameter']![i]).toBeCloseTo(expected.parameter, 5);
      expect(after['first']![i]).toBeCloseTo(expected.first, 6);
      expect(after['second']![i]).toBeCloseTo(expected.second, 6);
    });
  });

  it.each([false, true])('measures the interference between the rows of a sentence, cosine %s', async (cosine) => {
    const width = 7;
    const importance = { op: 'importanceLoss', starts: 'starts', scale: 0.5, cosine } as const;
    const task: Task = {
      batch: small,
      operations: [
        { ...importance, x: 'x', loss: 'loss' },
        { op: 'maskRows', x: 'x', keep: 'keep', out: 'scaled' },
        { ...importance, x: 'scaled', loss: 'lossOfScaled' },
      ],
      given: { x: normal('rows', width), keep: { shape: ['rows'], draw: () => 10 } },
      results: { loss: ['rows'], scaled: ['rows', width], lossOfScaled: ['rows'] },
    };
    const values = drawGiven(task);
    const { loss, lossOfScaled } = await runTask(device, task, ['loss', 'lossOfScaled'], values);
    const starts = small.inputs['starts']!;
    for (let b = 0; b < small.sizes.sentences; b++) {
      const rows = rowsOf(values['x']!, width).slice(starts[b], starts[b + 1]);
      importanceOf(rows, cosine).forEach((expected, i) => {
        const row = starts[b]! + i;
        expect(loss![row]).toBeCloseTo(0.5 * expected, 4);
        expect(lossOfScaled![row]).toBeCloseTo((cosine ? 0.5 : 5) * expected, 3);
      });
    }
  });

  it('measures how similar the words are for which neurons fire, over the pairs of a batch', async () => {
    const width = 9;
    const task: Task = {
      batch: long,
      operations: [
        {
          op: 'similarityLoss',
          ...{ x: 'x', typeOf: 'typeOf', occurrenceStarts: 'occurrenceStarts', occurrences: 'occurrences' },
          ...{ content: 'content', sums: 'sums', scores: 'scores', loss: 'loss' },
        },
      ],
      given: { x: normal('rows', width), content: bits('rows') },
      results: { sums: ['types', width], scores: [3, width], loss: ['sentences'] },
    };
    const values = drawGiven(task);
    values['x'] = values['x']!.map((value, i) => {
      if (i % width === 1) return i === 1 ? 2 : -1; // fires at most once
      return i % width === 2 ? 0 : value; // never
    });
    const { loss } = await runTask(device, task, ['loss'], values);
    const isContent = Array.from(values['content']!, (value) => value === 1);
    const expected = similarityLossOf(rowsOf(values['x'], width), long.inputs['typeOf']!, isContent);
    expect(expected).toBeLessThan(0.999);
    for (const value of loss!) expect(value).toBeCloseTo(expected, 5);
  });

  it('leaves special tokens out of the interaction', async () => {
    const [heads, headWidth] = [2, 3];
    const width = heads * headWidth;
    const inputs = { qkv: 'qkv', heads, starts: 'starts', keys: 'keys' };
    const task: Task = {
      batch: small,
      operations: [{ op: 'interactionLoss', ...inputs, content: 'content', loss: 'loss' }],
      given: { qkv: normal('rows', 3 * width), content: bits('rows') },
      results: { loss: ['sentences', heads] },
    };
    const values = drawGiven(task);
    const { loss } = await runTask(device, task, ['loss'], values);
    const starts = small.inputs['starts']!;
    const isContent = Array.from(values['content']!, (value) => value === 1);
    expect(new Set(isContent).size).toBe(2);
    for (let b = 0; b < small.sizes.sentences; b++) {
      const range = [starts[b]!, starts[b + 1]!] as const;
      const rows = rowsOf(values['qkv']!, 3 * width).slice(...range);
      for (let h = 0; h < heads; h++) {
        const part = (from: number) => rows.map((row) => row.slice(from + h * headWidth, from + (h + 1) * headWidth));
        const expected = interactionOf(attentionOf(part(0), part(width)), isContent.slice(...range));
        expect(loss![b * heads + h]).toBeCloseTo(expected, 5);
      }
    }
  });

  it('keeps pinned words, without gradient and without information', async () => {
    const batch = pinOddWords(long);
    const lists = { occurrenceStarts: 'occurrenceStarts', occurrences: 'occurrences' };
    const task: Task = {
      batch,
      operations: [
        { op: 'pinLogits', logits: 'logits', pinned: 'pinned' },
        { op: 'gumbel', site: 0, out: 'noise' },
        {
          op: 'sampleKeep',
          logits: 'logits',
          typeOf: 'typeOf',
          noise: 'noise',
          temperature: 1,
          keep: 'keep',
          soft: 'soft',
        },
        { op: 'sampleKeepBackward', dKeep: 'dKeep', soft: 'soft', temperature: 1, ...lists, dLogits: 'dLogits' },
        {
          op: 'informationLoss',
          logits: 'logits',
          typeOf: 'typeOf',
          occurrenceStarts: 'occurrenceStarts',
          loss: 'loss',
          dLogits: 'dLogits',
        },
        { op: 'keepProbability', rows: 'rows', logits: 'logits', typeOf: 'typeOf', keep: 'probability' },
      ],
      given: { logits: normal('types', 2), dKeep: normal('rows') },
      results: {
        ...{ noise: ['rows', 2], keep: ['rows'], soft: ['rows'], probability: ['rows'], loss: ['rows'] },
        dLogits: ['types', 2],
      },
    };
    const names = ['keep', 'probability', 'loss', 'dLogits'];
    const { keep, probability, loss, dLogits } = await runTask(device, task, names, drawGiven(task));
    const { pinned, typeOf } = batch.inputs;
    typeOf!.forEach((type, i) => {
      if (pinned![type] === 0) return expect(loss![i]).toBeLessThan(0);
      expect([keep![i], probability![i], Math.abs(loss![i]!)]).toEqual([1, 1, 0]);
    });
    pinned!.forEach((isPinned, type) => {
      const [drop, stay] = dLogits!.subarray(2 * type, 2 * type + 2);
      if (isPinned) expect([Math.abs(drop!), Math.abs(stay!)]).toEqual([0, 0]);
      else expect(stay).not.toBe(0);
    });
  });
});

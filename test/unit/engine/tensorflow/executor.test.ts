import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Executor } from '../../../../src/engine/device.ts';
import { noSizes, type Batch, type BufferSpec, type Program } from '../../../../src/engine/program.ts';
import { availability, openTensorflowDevice } from '../../../../src/engine/tensorflow/device.ts';
import { UserError } from '../../../../src/common/userError.ts';

const device = await openTensorflowDevice();

const buffer = (name: string, role: BufferSpec['role'], ...shape: BufferSpec['shape']): BufferSpec => {
  return { name, role, shape, type: 'f32' };
};

/** y = relu(x · weightᵀ + bias), then dX beside an overwritten dY: in place, in the shape of the batch. */
const program: Program = {
  buffers: [
    buffer('weight', 'parameter', 2, 3),
    buffer('bias', 'parameter', 2),
    buffer('x', 'input', 'rows', 3),
    buffer('y', 'value', 'rows', 2),
    buffer('dropped', 'value', 'rows', 2),
    buffer('dWeight', 'value', 2, 3),
    buffer('dBias', 'value', 2),
  ],
  routines: {
    forward: [{ op: 'linear', rows: 'rows', x: 'x', weight: 'weight', bias: 'bias', activation: 'relu', y: 'y' }],
    backward: [
      {
        op: 'linearBackward',
        rows: 'rows',
        x: 'x',
        weight: 'weight',
        activation: 'none',
        y: 'y',
        dY: 'y',
        dWeight: 'dWeight',
        dBias: 'dBias',
      },
    ],
    drop: [
      { op: 'linear', rows: 'rows', x: 'x', weight: 'weight', bias: 'bias', activation: 'relu', y: 'y' },
      { op: 'dropout', rows: 'rows', x: 'y', rate: 0, site: 0, out: 'dropped' },
    ],
    dropWithoutScalars: [{ op: 'dropout', rows: 'rows', x: 'x', rate: 0.1, site: 0, out: 'x' }],
  },
};

function batch(rows: number, x = new Float32Array(rows * 3).fill(1)): Batch {
  return { sizes: { ...noSizes, rows, sentences: 1, types: rows, pairs: rows * rows }, inputs: { x } };
}

let executor: Executor | undefined;
async function load(): Promise<Executor> {
  executor = await device.load(program);
  return executor;
}
afterEach(() => executor?.close());

describe('the tensorflow device', () => {
  it('is available and says what it computes on', async () => {
    expect(await availability()).toEqual({ available: true, description: device.description });
    expect(device.description).toMatch(/native$|pure JavaScript, slow \(@tensorflow\/tfjs-node: .+\)$/);
  });

  it('prints nothing', async () => {
    const spies = (['log', 'warn', 'error', 'info'] as const).map((level) => vi.spyOn(console, level));
    await (await load()).run('forward', batch(4));
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  it('says how much memory a model needs that does not fit', async () => {
    const huge: Program = { buffers: [buffer('weight', 'parameter', 2 ** 20, 2 ** 20)], routines: {} };
    await expect(device.load(huge)).rejects.toThrow(UserError);
    await expect(device.load(huge)).rejects.toThrow('4194304 MiB');
  });
});

describe('an executor', () => {
  it('starts parameters at zero', async () => {
    expect(await (await load()).read('weight')).toEqual(new Float32Array(6));
  });

  it('reads values in the size of the last batch', async () => {
    const loaded = await load();
    await loaded.write('weight', Float32Array.of(1, 2, 3, -1, -2, -3));
    await loaded.run('forward', batch(5));
    expect(await loaded.read('y')).toHaveLength(10);
    await loaded.run('forward', batch(1));
    expect(await loaded.read('y')).toEqual(Float32Array.of(6, 0));
  });

  it('copies what it is given and what it gives', async () => {
    const loaded = await load();
    const bias = Float32Array.of(1, 2);
    await loaded.write('bias', bias);
    bias.fill(7);
    (await loaded.read('bias')).fill(8);
    expect(await loaded.read('bias')).toEqual(Float32Array.of(1, 2));
  });

  it('keeps a buffer that an operation only hands on', async () => {
    const loaded = await load();
    await loaded.write('bias', Float32Array.of(1, 2));
    await loaded.run('drop', batch(1));
    expect(await loaded.read('dropped')).toEqual(await loaded.read('y'));
  });

  it('holds no more tensors after many runs than after one, and none once closed', async () => {
    const before = tf.memory().numTensors;
    const loaded = await load();
    await loaded.run('drop', batch(3));
    const after = tf.memory().numTensors;
    for (let rows = 1; rows < 6; rows++) await loaded.run('drop', batch(rows));
    expect(tf.memory().numTensors).toBe(after);
    await loaded.close();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    ['a routine that the program lacks', (e: Executor) => e.run('missing', batch(1)), 'no routine missing'],
    ['an unknown buffer', (e: Executor) => e.read('missing'), 'no buffer missing'],
    ['too few elements', (e: Executor) => e.write('bias', new Float32Array(1)), 'has 2 elements, not 1'],
    ['integers for floats', (e: Executor) => e.write('bias', new Int32Array(2)), 'bias is f32'],
    ['a write to a value', (e: Executor) => e.write('y', new Float32Array(2)), 'cannot be written'],
    ['an input of another size', (e: Executor) => e.run('forward', batch(1, new Float32Array(4))), 'has 3 elements'],
    ['a value of an earlier run', (e: Executor) => e.run('backward', batch(1)), 'y has no value yet'],
    ['dropout without scalars', (e: Executor) => e.run('dropWithoutScalars', batch(1)), 'needs scalars'],
  ])('refuses %s', async (_, act, message) => {
    const loaded = await load();
    await loaded.run('forward', batch(1));
    await expect(act(loaded)).rejects.toThrow(message);
  });
});

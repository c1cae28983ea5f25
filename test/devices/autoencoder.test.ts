import { expect, test } from 'vitest';
import {
  autoencoderBatch,
  autoencoderBuffers,
  autoencoderProgram,
  autoencoderSpecs,
  initialAutoencoder,
} from '../../src/core/model/autoencoder.ts';
import { writeParameters } from '../../src/core/model/loadModel.ts';
import { threefry, uniform } from '../../src/common/random.ts';
import type { Device } from '../../src/engine/device.ts';
import { relativeError, type Values } from './case.ts';
import { openDevices, openOracle } from './devices.ts';

const shape = { width: 9, features: 21, active: 2 };
const rows = 37;
const steps = 4;
/** Every third feature. */
const dead = Float32Array.from({ length: shape.features }, (_, f) => Number(f % 3 === 0));

const activations = (step: number) =>
  Float32Array.from({ length: rows * shape.width }, (_, i) => uniform(threefry(3, step, i, 0)[0]));

/**
 * Features that fire alone have a gradient of 0 in a fresh autoencoder, whose encoder is its decoder: Adam would magnify its rounding. The
 * biases are therefore changed.
 */
function startOf() {
  const fresh = initialAutoencoder(shape, 5);
  const bias = fresh.get(autoencoderBuffers.encoderBias)!;
  return new Map(fresh).set(
    autoencoderBuffers.encoderBias,
    bias.map((value, f) => value + 0.1 + f / 100),
  );
}

/** The parameters after a few steps, the last ones with dead features, and what is encoded and decoded then. */
async function trained(device: Device): Promise<Values> {
  const executor = await device.load(autoencoderProgram(shape));
  await writeParameters(executor, startOf());
  for (let step = 1; step <= steps; step++) {
    const scalars = { seed: 1, step, learningRate: 0.01, informationWeight: 0 };
    const routine = step > 2 ? 'trainDead' : 'train';
    await executor.run(routine, autoencoderBatch('x', activations(step), rows, dead), scalars);
  }
  const values: Values = {};
  for (const { name } of autoencoderSpecs(shape)) values[name] = await executor.read(name);
  values['threshold'] = await executor.read(autoencoderBuffers.threshold);
  await executor.run('encode', autoencoderBatch('x', activations(9), rows));
  values['features'] = await executor.read('features');
  await executor.run('decode', autoencoderBatch('given', values['features'], rows));
  values['reconstruction'] = await executor.read('reconstruction');
  await executor.close();
  return values;
}

const oracle = await openOracle();
const expected = await trained(oracle);

test('the rows of the decoder have norm 1 after every step', () => {
  const table = expected[autoencoderBuffers.decoder]!;
  for (let f = 0; f < shape.features; f++) {
    const norm = Math.hypot(...table.subarray(f * shape.width, (f + 1) * shape.width));
    expect(norm).toBeCloseTo(1, 5);
  }
});

test('a feature fires only above the mean threshold of the training', () => {
  const [threshold] = expected['threshold']!;
  const firing = expected['features']!.filter((value) => value !== 0);
  expect(threshold).toBeGreaterThan(0);
  expect(firing.length).toBeGreaterThan(0);
  expect(Math.min(...firing)).toBeGreaterThanOrEqual(threshold!);
});

test('the auxiliary loss moves dead features that do not fire', async () => {
  const silent = new Map(initialAutoencoder(shape, 5));
  const bias = silent.get(autoencoderBuffers.encoderBias)!.map((value, f) => (dead[f] ? value - 0.5 : value + 5));
  const executor = await oracle.load(autoencoderProgram(shape));
  await writeParameters(executor, silent.set(autoencoderBuffers.encoderBias, bias));
  const scalars = { seed: 1, step: 1, learningRate: 0.01, informationWeight: 0 };
  const moved = async (routine: string) => {
    await executor.write(autoencoderBuffers.encoderBias, bias);
    await executor.run(routine, autoencoderBatch('x', activations(1), rows, dead), scalars);
    const gradient = await executor.read(`grad.${autoencoderBuffers.encoderBias}`);
    return gradient.filter((value, f) => dead[f] === 1 && value !== 0).length;
  };
  const fired = (await moved('train'), await executor.read('fired'));
  expect(fired.filter((sum, f) => dead[f] === 1 && sum > 0)).toHaveLength(0);
  expect(await moved('train')).toBe(0);
  expect(await moved('trainDead')).toBeGreaterThan(0);
  await executor.close();
});

const devices = await openDevices();
test.each(devices)('$label trains an autoencoder like the oracle', async ({ device }) => {
  const found = await trained(device);
  for (const name of Object.keys(expected)) {
    expect(relativeError(found[name]!, expected[name]!), name).toBeLessThan(1e-4);
  }
  await device.close();
});

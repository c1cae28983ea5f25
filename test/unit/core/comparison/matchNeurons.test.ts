import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correlations } from '../../../../src/core/comparison/correlations.ts';
import { matchByChance, matchNeurons } from '../../../../src/core/comparison/matchNeurons.ts';
import { standardized } from '../../../../src/core/comparison/standardized.ts';
import { permutation } from '../../../../src/common/permutation.ts';
import type { Device } from '../../../../src/engine/device.ts';
import { threefry, uniform } from '../../../../src/common/random.ts';
import { openTensorflowDevice } from '../../../../src/engine/tensorflow/device.ts';

const tokens = 300;

/** ReLU-like activations: [tokens, neurons], about half of them 0. */
function activations(neurons: number, seed: number): Float32Array {
  return Float32Array.from({ length: tokens * neurons }, (_, i) => Math.max(0, noise(seed, i)));
}

const noise = (seed: number, i: number) => uniform(threefry(seed, 7, i, 0)[0]) - 0.5;

/** In two pieces, as texts come. */
function pieces(values: Float32Array, neurons: number): Float32Array[] {
  return [values.subarray(0, 100 * neurons), values.subarray(100 * neurons)];
}

/** Pearson's correlation by its definition. */
function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - ma) * (b[i]! - mb)));
  const variance = (values: readonly number[], m: number) => mean(values.map((value) => (value - m) ** 2));
  return covariance / Math.sqrt(variance(a, ma) * variance(b, mb));
}

const column = (values: Float32Array, neurons: number, f: number) =>
  Array.from({ length: tokens }, (_, i) => values[i * neurons + f]!);

let device: Device;
beforeAll(async () => {
  device = await openTensorflowDevice();
});
afterAll(() => device.close());

describe('correlations of neurons', () => {
  it('are those of their activations over all tokens', async () => {
    const [a, b] = [activations(5, 1), activations(4, 2)];
    const found = await correlations(device, standardized(pieces(a, 5), 5), standardized(pieces(b, 4), 4));
    for (let i = 0; i < 5; i++) {
      for (let j = 0; j < 4; j++) {
        expect(found[i * 4 + j]).toBeCloseTo(pearson(column(a, 5, i), column(b, 4, j)), 5);
      }
    }
  });

  it('leave out neurons whose activation never changes', async () => {
    const values = activations(3, 1).map((value, i) => (i % 3 === 1 ? 0 : value));
    const { neurons, rows } = standardized([values], 3);
    expect(Array.from(neurons)).toEqual([0, 2]);
    expect(rows).toHaveLength(2 * tokens);
  });

  it('are empty for a layer of dead neurons', async () => {
    const dead = standardized([new Float32Array(tokens * 3)], 3);
    expect(await matchNeurons(device, dead, standardized([activations(3, 1)], 3))).toEqual([]);
  });
});

describe('a matching', () => {
  const neurons = 24;
  const before = activations(neurons, 1);
  const order = permutation(3, 0, neurons);
  /** Neuron order[f] of the first is neuron f of the second, but for noise and scale; one of them is dead there. */
  const after = Float32Array.from({ length: before.length }, (_, i) => {
    const [token, f] = [Math.floor(i / neurons), i % neurons];
    return f === 5 ? 0 : Math.max(0, 3 * before[token * neurons + order[f]!]! + 0.2 * noise(9, i));
  });

  it('finds the neurons of a noisy copy in another order', async () => {
    const found = await matchNeurons(device, standardized([before], neurons), standardized([after], neurons));
    expect(found).toHaveLength(neurons - 1);
    for (const { from, to, correlation } of found) {
      expect(from).toBe(order[to]);
      expect(to).not.toBe(5);
      expect(correlation).toBeGreaterThan(0.9);
    }
  });

  it('finds no equal neurons with shuffled tokens', async () => {
    const found = await matchByChance(device, standardized([before], neurons), standardized([after], neurons));
    expect(found).toHaveLength(neurons - 1);
    expect(Math.max(...found.map(({ correlation }) => correlation))).toBeLessThan(0.4);
  });
});

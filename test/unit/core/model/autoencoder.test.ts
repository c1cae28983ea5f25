import { expect, test } from 'vitest';
import { autoencoderBuffers, initialAutoencoder, unscaled } from '../../../../src/core/model/autoencoder.ts';

const shape = { width: 3, features: 5, active: 2 };
const mean = Float32Array.of(1, 2, 3);

test('a fresh autoencoder has equal directions of norm 1 in encoder and decoder, and encodes the mean as 0', () => {
  const parameters = initialAutoencoder(shape, mean, 7);
  const encoder = parameters.get(autoencoderBuffers.encoderWeight)!;
  expect(parameters.get(autoencoderBuffers.decoder)).toEqual(encoder);
  expect(parameters.get(autoencoderBuffers.decoderBias)).toEqual(mean);
  for (let f = 0; f < shape.features; f++) {
    const row = encoder.subarray(f * shape.width, (f + 1) * shape.width);
    expect(Math.hypot(...row)).toBeCloseTo(1, 6);
    const product = row.reduce((sum, value, d) => sum + value * mean[d]!, 0);
    expect(product + parameters.get(autoencoderBuffers.encoderBias)![f]!).toBeCloseTo(0, 5);
  }
  expect(initialAutoencoder(shape, mean, 8).get(autoencoderBuffers.decoder)).not.toEqual(encoder);
});

test('an autoencoder of scaled activations becomes one of the activations by its biases and threshold', () => {
  const parameters = new Map([
    ['encoder.weight', Float32Array.of(1)],
    ['encoder.bias', Float32Array.of(4)],
    ['decoder.bias', Float32Array.of(6)],
    ['threshold', Float32Array.of(8)],
  ]);
  const plain = unscaled(parameters, 2);
  expect([...plain.values()].map(([value]) => value)).toEqual([1, 2, 3, 4]);
});

import { expect, test } from 'vitest';
import {
  autoencoderBuffers,
  initialAutoencoder,
  withoutStandardization,
} from '../../../../src/core/model/autoencoder.ts';

const shape = { width: 3, features: 5, active: 2 };

test('a fresh autoencoder has equal directions of norm 1 in encoder and decoder, and no biases', () => {
  const parameters = initialAutoencoder(shape, 7);
  const encoder = parameters.get(autoencoderBuffers.encoderWeight)!;
  expect(parameters.get(autoencoderBuffers.decoder)).toEqual(encoder);
  expect(parameters.get(autoencoderBuffers.encoderBias)).toEqual(new Float32Array(shape.features));
  expect(parameters.get(autoencoderBuffers.decoderBias)).toEqual(new Float32Array(shape.width));
  for (let f = 0; f < shape.features; f++) {
    const row = encoder.subarray(f * shape.width, (f + 1) * shape.width);
    expect(Math.hypot(...row)).toBeCloseTo(1, 6);
  }
  expect(initialAutoencoder(shape, 8).get(autoencoderBuffers.decoder)).not.toEqual(encoder);
});

test('an autoencoder of standardized activations becomes one of the activations by its biases and threshold', () => {
  const standardization = { mean: Float32Array.of(1, 2), scale: 4 };
  const parameters = new Map([
    [autoencoderBuffers.encoderWeight, Float32Array.of(3, -1)],
    [autoencoderBuffers.encoderBias, Float32Array.of(0.5)],
    [autoencoderBuffers.decoder, Float32Array.of(0.6, 0.8)],
    [autoencoderBuffers.decoderBias, Float32Array.of(-1, 2)],
    [autoencoderBuffers.threshold, Float32Array.of(8)],
  ]);
  const plain = withoutStandardization(parameters, standardization);
  const x = [5, 1];
  const featureOf = (of: ReadonlyMap<string, Float32Array>, at: readonly number[]) =>
    at.reduce((sum, value, d) => sum + value * of.get(autoencoderBuffers.encoderWeight)![d]!, 0) +
    of.get(autoencoderBuffers.encoderBias)![0]!;
  const feature = featureOf(plain, x);
  expect(4 * feature).toBeCloseTo(featureOf(parameters, [4 * (x[0]! - 1), 4 * (x[1]! - 2)]), 6);
  expect(4 * plain.get(autoencoderBuffers.threshold)![0]!).toBe(8);
  const reconstructed = (of: ReadonlyMap<string, Float32Array>, value: number) =>
    [0, 1].map((d) => value * of.get(autoencoderBuffers.decoder)![d]! + of.get(autoencoderBuffers.decoderBias)![d]!);
  const expected = reconstructed(parameters, 4 * feature).map((value, d) => value / 4 + standardization.mean[d]!);
  reconstructed(plain, feature).forEach((value, d) => expect(value).toBeCloseTo(expected[d]!, 6));
});

import { expect, test } from 'vitest';
import { UserError } from '../../../../src/common/userError.ts';
import { checkVerified } from '../../../../src/client/tensorflow/checkVerified.ts';
import type { VerifiedTensorflow } from '../../../../src/protocol/compute.ts';

const cpu = '@tensorflow/tfjs-node';
const gpu = '@tensorflow/tfjs-node-gpu';
const tensor = (name: string, error: number, tolerance = 1e-5) => ({
  tensor: name,
  error,
  tolerance,
  ok: error <= tolerance,
});
const good = { path: '/goldens/tiny.safetensors', tensors: [tensor('logits', 1e-7)] };
const verified = (goldens: VerifiedTensorflow['goldens'], isOnGpu = false): VerifiedTensorflow => ({
  ...{ description: 'TensorFlow.js 1.2.3, native', isOnGpu, goldens },
});

test('goldens that agree are counted', () => {
  expect(checkVerified(cpu, verified([good]))).toBe('TensorFlow.js 1.2.3, native: 1 golden agrees');
  expect(checkVerified(gpu, verified([good, good], true))).toBe('TensorFlow.js 1.2.3, native: 2 goldens agree');
});

test('of a golden that does not agree the worst tensor is named', () => {
  const tensors = [tensor('a', 2e-5), tensor('b', 3e-3, 1e-4), tensor('c', 1e-6)];
  const bad = { path: '/goldens/odd.safetensors', tensors };
  expect(() => checkVerified(cpu, verified([good, bad]))).toThrow(
    'it computes 1 of 2 goldens wrongly: odd: b is off by 3.0e-3, more than 0.0001, and 1 other too',
  );
  const nan = { path: 'x.safetensors', tensors: [tensor('a', NaN)] };
  expect(() => checkVerified(cpu, verified([nan]))).toThrow('x: a is off by NaN, more than 0.00001');
});

test('a package for GPUs that computes on the CPU is refused', () => {
  expect(() => checkVerified(gpu, verified([good]))).toThrow(UserError);
  expect(() => checkVerified(gpu, verified([good]))).toThrow('it finds no NVIDIA GPU that it can use');
});

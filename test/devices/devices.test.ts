import { describe, expect, it } from 'vitest';
import { relativeError, runCase } from './case.ts';
import { corpus } from './corpus.ts';
import { openDevices, openOracle } from './devices.ts';

const oracle = await openOracle();
const devices = await openDevices();

describe('the oracle', () => {
  it.each(corpus)('computes $operation.op with $name from finite numbers to finite numbers', async (test) => {
    for (const values of Object.values(await runCase(oracle, test))) {
      expect(values.length).toBeGreaterThan(0);
      expect(values.every(Number.isFinite)).toBe(true);
    }
  });
});

describe.each(devices)('$label', ({ device }) => {
  for (const test of corpus) {
    const { operation, name, tolerance, because } = test;
    const reason = test.exclude?.[device.name];
    it.skipIf(reason !== undefined)(`agrees with the oracle on ${operation.op} with ${name}`, async () => {
      const expected = await runCase(oracle, test);
      const found = await runCase(device, test);
      for (const buffer of Object.keys(expected)) {
        const error = relativeError(found[buffer]!, expected[buffer]!);
        expect(error, `${buffer}: ${because}`).toBeLessThanOrEqual(tolerance);
      }
    });

    it.skipIf(reason !== undefined)(`repeats ${operation.op} with ${name} bit for bit`, async () => {
      expect(await runCase(device, test, 2)).toEqual(await runCase(device, test));
    });
  }
});

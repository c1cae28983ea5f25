import { afterAll, describe, expect, it } from 'vitest';
import { identical, relativeError, repeatCase, runCase, type Values } from './case.ts';
import { corpus } from './corpus.ts';
import { noWebgpu, openDevices, openOracle } from './devices.ts';

const oracle = await openOracle();
const devices = await openDevices();

afterAll(async () => {
  for (const { device } of devices) await device.close();
});

describe('the oracle', () => {
  it.each(corpus)('computes $operation.op with $name from finite numbers to finite numbers', async (test) => {
    for (const values of Object.values(await runCase(oracle, test))) {
      expect(values.length).toBeGreaterThan(0);
      expect(values.every(Number.isFinite)).toBe(true);
    }
  });
});

it('has cases with distinct names', () => {
  expect(new Set(corpus.map(({ operation, name }) => `${operation.op} ${name}`)).size).toBe(corpus.length);
});

if (noWebgpu !== null) it('has no webgpu device to test', (context) => context.skip(noWebgpu ?? ''));

/** The results of each case with the first way to open a device. */
const firstFound = new Map<string, Values>();

describe.each(devices)('$label', ({ device }) => {
  for (const test of corpus) {
    const { operation, name, tolerance, because } = test;
    const reason = test.exclude?.[device.name];
    it.skipIf(reason !== undefined)(`computes ${operation.op} with ${name} like the oracle`, async () => {
      const expected = await runCase(oracle, test);
      const [found, again] = (await repeatCase(device, test, 2)) as [Values, Values];
      for (const buffer of Object.keys(expected)) {
        const error = relativeError(found[buffer]!, expected[buffer]!);
        expect(error, `${buffer}: ${because}`).toBeLessThanOrEqual(tolerance);
      }
      expect(identical(found, again), 'a second run gives the same bits').toBe(true);
      const key = `${device.name} ${operation.op} ${name}`;
      if (!firstFound.has(key)) firstFound.set(key, found);
      expect(identical(found, firstFound.get(key)!), 'any number of threads gives the same bits').toBe(true);
    });
  }
});

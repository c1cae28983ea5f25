import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeBatch, type Sentence } from '../../src/core/model/batch.ts';
import { loadModel } from '../../src/core/model/loadModel.ts';
import { blockInput } from '../../src/core/model/forward.ts';
import { architectures, type Architecture } from '../../src/core/model/pretrained/config.ts';
import { PretrainedFolder } from '../../src/core/model/pretrained/folder.ts';
import { safrProgram } from '../../src/core/model/safrProgram.ts';
import type { Device } from '../../src/engine/device.ts';
import { openDevices, openOracle } from './devices.ts';

/** What transformers computes for each text alone: test/fixtures/pretrained/make.py. */
interface Golden {
  readonly ids: number[];
  readonly segments: number[];
  readonly logits: number[];
  /** Output of the last block. */
  readonly hidden: number[];
}
const fixtures = 'test/fixtures/pretrained';
const goldens = JSON.parse(readFileSync(`${fixtures}/golden.json`, 'utf8')) as Record<Architecture, Golden[]>;

const special = new Set([0, 1, 2]);
const sentenceOf = ({ ids, segments }: Golden): Sentence => ({
  ids: Int32Array.from(ids),
  segments: Int32Array.from(segments),
  label: 0,
});

/** The largest difference, relative to the largest value. */
function largestError(found: Float32Array, expected: readonly number[]): number {
  if (found.length !== expected.length) return Infinity;
  const difference = Math.max(...expected.map((value, i) => Math.abs(value - found[i]!)));
  return difference / Math.max(...expected.map(Math.abs));
}

/** Logits and outputs of the last block of all texts in one batch. */
async function compute(device: Device, architecture: Architecture) {
  const folder = await PretrainedFolder.open(`${fixtures}/${architecture}`);
  const shape = folder.shape(3, null, 10, 0.1);
  const parameters = folder.parameters(shape, 1, { keepClassifier: true });
  const executor = await loadModel(device, safrProgram(shape), shape, parameters);
  try {
    const batch = makeBatch(goldens[architecture].map(sentenceOf), { padding: 'none', special });
    await executor.run('predict', batch);
    return { logits: await executor.read('logits'), hidden: await executor.read(blockInput(shape.layers)) };
  } finally {
    await executor.close();
    await folder.close();
  }
}

const oracle = { label: 'tensorflow', device: await openOracle() };
for (const { label, device } of [oracle, ...(await openDevices())]) {
  const tolerance = device.name === 'webgpu' ? 5e-5 : 1e-5;
  test.each(architectures)(`${label} computes what transformers does: %s`, async (architecture) => {
    const { logits, hidden } = await compute(device, architecture);
    const expected = goldens[architecture];
    expect(largestError(logits, expected.flatMap((golden) => golden.logits))).toBeLessThan(tolerance);
    expect(largestError(hidden, expected.flatMap((golden) => golden.hidden))).toBeLessThan(tolerance);
  });
}

import { expect, test } from 'vitest';
import { openWasmDevice } from '../../../../src/engine/wasm/device.ts';
import { evaluate } from '../../../../src/core/evaluation/evaluate.ts';
import type { RivalChoice } from '../../../../src/core/evaluation/compareRankings.ts';
import { rankSigned } from '../../../../src/core/evaluation/rank.ts';
import { loadModel } from '../../../../src/core/model/loadModel.ts';
import { initialParameters } from '../../../../src/core/model/parameters.ts';
import { safrProgram } from '../../../../src/core/model/safrProgram.ts';
import type { ModelShape } from '../../../../src/core/model/modelShape.ts';
import { splitOf, withRationale } from './fakeModel.ts';

const masked: ModelShape = {
  vocabulary: 40,
  classes: 2,
  width: 8,
  heads: 2,
  layers: 1,
  feedForward: 12,
  maskHidden: 4,
  maxLength: 9,
  dropout: 0.1,
  pretrained: null,
};
const settings = {
  fractions: [0, 0.3, 0.6],
  headline: 0.3,
  unit: 'word' as const,
  randomSeeds: 3,
  theta: 0.5,
  sample: null,
};
const sentences = Array.from({ length: 60 }, (_, i) => {
  const ids = Array.from({ length: i % 10 }, (_, j) => 2 + ((7 * i + 11 * j) % 38));
  return [ids, i % 2] as const;
});
const marked = sentences.map(([ids]) => ids.flatMap((id, i) => (id % 3 ? [] : i)));
const options = { split: withRationale(splitOf(...sentences), 'leaves', marked), classes: ['no', 'yes'], settings };

interface Given {
  readonly shape?: ModelShape;
  readonly rivals?: RivalChoice | null;
  readonly sample?: number;
  /** Whether every second token continues a word. */
  readonly pieces?: boolean;
}

async function measured({ shape = masked, rivals = { costlySample: 0 }, sample, pieces = false }: Given = {}) {
  const device = await openWasmDevice({ threads: 1 });
  try {
    const program = safrProgram(shape, undefined, { attribution: rivals !== null });
    const executor = await loadModel(device, program, shape, initialParameters(shape, 4));
    const model = { executor, shape, padding: { padding: 'none' } as const };
    const words = (i: number) => options.split.ids(i).map((_, token) => token >> 1);
    const split = pieces ? { ...options.split, words } : options.split;
    const own = { ...settings, sample: sample ?? null };
    return await evaluate({ ...model, ...options, split, settings: own, rivals: rivals ?? undefined });
  } finally {
    await device.close();
  }
}

test('tokens rank by falling score, the earlier of equal ones first', () => {
  expect([...rankSigned(Float64Array.of(-2, 0.5, 3, 0.5, -7))]).toEqual([2, 1, 3, 0, 4]);
});

test.each([false, true])(
  'the mask and random removal have the same results with rivals as without; pieces: %s',
  async (pieces) => {
    const { rivals, srs, eraser, rationales } = await measured({ pieces });
    const [mask] = rivals!.methods;
    const random = rivals!.methods.at(-1)!;
    expect(mask!.name).toBe('keep-probability');
    expect(mask!.curve).toEqual(srs.curve.map(({ k, imp }) => ({ k, srs: imp!.srs, deviation: null })));
    expect(mask!.eraser).toEqual(eraser);
    const { randomIouF1, ...leaves } = rationales.leaves!;
    expect(mask!.rationales.leaves).toEqual({ ...leaves, randomIouF1: null });
    expect(random.rationales.leaves!.iouF1).toBe(randomIouF1);
    expect(random.name).toBe('random');
    expect(random.curve).toEqual(
      srs.curve.map(({ k, imp }) => ({ k, srs: imp!.random!.mean, deviation: imp!.random!.deviation })),
    );
    expect(new Set(random.curve.map(({ srs }) => srs)).size).toBeGreaterThan(1);
  },
);

test('every method is measured on the sentences of the SRS, and integrated gradients with its completeness gap', async () => {
  const { rivals } = await measured({ sample: 30 });
  expect(rivals!.sentences).toBe(30);
  expect(rivals!.methods.map(({ name }) => name)).toEqual([
    'keep-probability',
    'gradient-times-input',
    'integrated-gradients',
    'leave-one-out',
    'attention',
    'random',
  ]);
  for (const { curve, eraser, rationales } of rivals!.methods) {
    expect(curve.map(({ k }) => k)).toEqual(settings.fractions);
    expect(curve[0]!.srs).toBe(0);
    expect(eraser!.fractions).toEqual([0.3, 0.6]);
    expect(rationales.leaves!.averagePrecision).toBeGreaterThan(0);
    expect(rationales.leaves!.sentences).toBeLessThan(30); // those without a marked word have no truth
  }
  const { tolerance, meanGap, largestGap, largestShare, beyond } = rivals!.completeness;
  expect(beyond).toBe(0);
  expect(largestShare).toBeLessThanOrEqual(tolerance);
  expect(meanGap).toBeGreaterThan(0);
  expect(meanGap).toBeLessThanOrEqual(largestGap);
});

test('rivals are measured for a model without a mask, too, and only on request', async () => {
  const { rivals, eraser } = await measured({ shape: { ...masked, maskHidden: null } });
  expect(eraser).toBeNull();
  expect(rivals!.methods[0]!.name).toBe('gradient-times-input');
  expect(rivals!.methods.every((method) => method.eraser !== null)).toBe(true);
  for (const name of ['rivals', 'costlyRivals', 'explanations']) {
    expect(await measured({ rivals: null })).not.toHaveProperty(name);
  }
});

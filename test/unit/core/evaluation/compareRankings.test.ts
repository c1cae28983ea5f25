import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Device } from '../../../../src/engine/device.ts';
import { openWasmDevice } from '../../../../src/engine/wasm/device.ts';
import { rankingNames } from '../../../../src/core/evaluation/attribution/rankingNames.ts';
import type { RivalChoice } from '../../../../src/core/evaluation/compareRankings.ts';
import { evaluate, type EvaluateOptions } from '../../../../src/core/evaluation/evaluate.ts';
import { observeBatch } from '../../../../src/core/evaluation/observe.ts';
import { sampleOf } from '../../../../src/core/evaluation/randomRanking.ts';
import type { EvaluationProgress } from '../../../../src/core/evaluation/stages.ts';
import { writeParameters } from '../../../../src/core/model/loadModel.ts';
import { initialParameters } from '../../../../src/core/model/parameters.ts';
import { settings, splitOf, withRationale } from './fakeModel.ts';
import { loadTinyEncoder } from './tinyEncoder.ts';

const sentences = Array.from({ length: 12 }, (_, i) => {
  const ids = Array.from({ length: 1 + (i % 6) }, (_, j) => 4 + ((5 * i + 7 * j) % 26));
  return [ids, i % 3] as const;
});
const words = (i: number) => Int32Array.from(sentences[i]![0], (_, token) => token >> 1);
const split = {
  ...withRationale(
    splitOf(...sentences),
    'leaves',
    sentences.map(() => [0]),
  ),
  words,
};
let device: Device;
beforeAll(async () => {
  device = await openWasmDevice({ threads: 1 });
});
afterAll(() => device.close());

/** Evaluates a tiny encoder. */
async function measured({ seed, rivals, ...more }: { seed?: number; rivals?: RivalChoice } & Partial<EvaluateOptions>) {
  const model = await loadTinyEncoder(device);
  const randomizeWeights = () => writeParameters(model.executor, initialParameters(model.shape, seed!));
  const chosen = rivals && { ...rivals, ...(seed !== undefined && { randomizeWeights }) };
  try {
    const options = { ...model, split, classes: ['a', 'b', 'c'], settings, ...more };
    return await evaluate({ ...options, rivals: chosen });
  } finally {
    await model.executor.close();
  }
}

describe('costly rivals', () => {
  test('are measured on sentences drawn once, among those of the SRS, with all others on the same ones', async () => {
    const own = { ...settings, sample: 7 };
    const { rivals, costlyRivals } = await measured({ settings: own, rivals: { costlySample: 5 } });
    expect(rivals!.sentences).toBe(7);
    expect(rivals!.methods.map(({ name }) => name)).not.toContain('lime');
    expect(costlyRivals!.sentences).toBe(5);
    expect(costlyRivals!.methods.map(({ name }) => name)).toEqual(rankingNames);
    expect(costlyRivals!.shapley!.meanError).toBeGreaterThan(0);
    expect(costlyRivals!.shapley!.meanSize).toBeGreaterThan(costlyRivals!.shapley!.meanError);
    const [drawn, srs] = [sampleOf(12, 5), sampleOf(12, 7)];
    expect([...drawn].every((index) => srs.includes(index))).toBe(true);
    const others = await measured({ settings: own, rivals: { costlySample: 0 } });
    expect(others).not.toHaveProperty('costlyRivals');
    const untimed = ({ methods }: typeof rivals & object) => methods.map((method) => ({ ...method, milliseconds: 0 }));
    expect(untimed(others.rivals!)).toEqual(untimed(rivals!));
  });

  test('are all others again where the sample has all sentences', async () => {
    const { rivals, costlyRivals } = await measured({ rivals: { costlySample: 200 } });
    expect(costlyRivals!.sentences).toBe(12);
    for (const { milliseconds, ...method } of rivals!.methods) {
      expect(milliseconds).toBeGreaterThanOrEqual(0);
      expect(costlyRivals!.methods).toContainEqual({ ...method, milliseconds: expect.any(Number) });
    }
  });
});

describe('random weights', () => {
  test('that are those of the model agree with every ranking but the random one', async () => {
    const model = await loadTinyEncoder(device);
    const unchanged = { costlySample: 200, randomizeWeights: async () => undefined };
    const { costlyRivals, rivals } = await evaluate({
      ...model,
      split,
      classes: ['a', 'b', 'c'],
      settings,
      rivals: unchanged,
    });
    for (const { name, randomWeights } of costlyRivals!.methods) {
      if (name === 'random') expect(randomWeights).toBeUndefined();
      else expect([name, randomWeights!.mean]).toEqual([name, expect.closeTo(1, 6)]);
    }
    // Those of more than two tokens have more than one word.
    expect(costlyRivals!.methods[0]!.randomWeights!.sentences).toBe(8);
    expect(rivals!.methods[0]).not.toHaveProperty('randomWeights');
    await model.executor.close();
  });

  test('agree less, with an interval over the sentences', async () => {
    const { costlyRivals, ...others } = await measured({ seed: 99, rivals: { costlySample: 200 } });
    for (const { randomWeights } of costlyRivals!.methods.filter(({ name }) => name !== 'random')) {
      expect(Math.abs(randomWeights!.mean!)).toBeLessThan(0.9);
      expect(randomWeights!.halfWidth).toBeGreaterThan(0);
    }
    const without = await measured({ rivals: { costlySample: 0 } });
    const untimed = (text: string) => text.replace(/"milliseconds":[^,}]*/g, '');
    expect(untimed(JSON.stringify(others))).toBe(untimed(JSON.stringify(without)));
  });
});

describe('explanations that were made elsewhere', () => {
  test('that are the keep probabilities have the results of the mask, with random removal next to them', async () => {
    const model = await loadTinyEncoder(device);
    const explained = [1, 3, 4, 5, 9].map((index) => ({ index, ids: split.ids(index), label: 0 }));
    const observed = await observeBatch(model, explained);
    const keep = new Map(observed.map(({ index, keep }) => [index, Float64Array.from(keep!)]));
    await model.executor.close();
    const { explanations } = await measured({ given: { file: 'keep.jsonl', byIndex: keep } });
    const [mask, given, random] = explanations!.methods;
    expect(explanations).toMatchObject({ sentences: 5, methods: { length: 3 } });
    expect([mask!.name, given!.name, given!.file, random!.name]).toEqual([
      ...['keep-probability', 'file', 'keep.jsonl', 'random'],
    ]);
    const results = ({ curve, eraser, rationales }: typeof mask & object) => ({ curve, eraser, rationales });
    expect(results(given!)).toEqual(results(mask!));
    expect(results(given!).rationales.leaves!.averagePrecision).toBeGreaterThan(0);
    const { explanations: all } = await measured({
      given: { file: 'keep.jsonl', byIndex: keep },
      rivals: { costlySample: 0 },
    });
    expect(all!.methods).toHaveLength(7);
  });
});

describe('the progress', () => {
  test('goes through all stages, and an abort in any of them ends the evaluation', async () => {
    const seen: EvaluationProgress[] = [];
    const given = { file: 'x.jsonl', byIndex: new Map([[2, Float64Array.of(1, 2, 3)]]) };
    const options = { seed: 99, given, rivals: { costlySample: 2 } };
    await measured({ ...options, onProgress: (progress) => seen.push(progress) });
    const stages = [...new Set(seen.map(({ stage }) => stage))];
    expect(stages).toEqual(['texts', 'rivals', 'costlyRivals', 'explanations', 'randomWeights']);
    expect(seen.map(({ share }) => share)).toEqual(seen.map(({ share }) => share).sort((a, b) => a - b));
    expect(seen.at(-1)).toEqual({ stage: 'randomWeights', sentences: 2, of: 2, share: 1 });
    for (const stage of stages) {
      const controller = new AbortController();
      const reported: EvaluationProgress[] = [];
      const onProgress = (progress: EvaluationProgress) => {
        reported.push(progress);
        if (progress.stage === stage) controller.abort(new Error(`stopped in ${stage}`));
      };
      const stopped = measured({ ...options, onProgress, signal: controller.signal });
      await expect(stopped).rejects.toThrow(`stopped in ${stage}`);
      expect(reported.at(-1)!.share).toBeLessThan(1);
    }
  });
});

import { afterAll, expect, test, vi } from 'vitest';
import { evaluate } from '../../../../src/core/evaluation/evaluate.ts';
import { observeBatch } from '../../../../src/core/evaluation/observe.ts';
import { openTensorflowDevice } from '../../../../src/engine/tensorflow/device.ts';
import type { Batch } from '../../../../src/engine/program.ts';
import { frame, loadTinyEncoder } from './tinyEncoder.ts';

const device = await openTensorflowDevice();
const model = await loadTinyEncoder(device);
const { width, heads, feedForward } = model.shape;
afterAll(() => device.close());

const texts = [
  [5, 6, 7, 9],
  [8, 5],
].map((ids, index) => ({ index, ids: Int32Array.from(ids), label: index }));

test('leaves the special tokens of an encoder out of what it observes', async () => {
  const observed = await observeBatch(model, texts);
  expect(observed.map(({ tokens, rows }) => [tokens, rows])).toEqual([
    [4, 4],
    [2, 2],
  ]);
  const { starts } = { starts: [0, 7] };
  const [masked, hidden, weights] = await Promise.all(
    ['masked', 'layers.1.hidden', 'layers.1.weights'].map((name) => model.executor.read(name)),
  );
  for (const [b, { tokens, keep, ...own }] of observed.entries()) {
    const first = starts[b]! + frame.start.length;
    expect(keep).toHaveLength(tokens);
    expect(keep!.every((value) => value < 1)).toBe(true);
    expect(own.masked).toEqual(masked!.subarray(first * width, (first + tokens) * width));
    expect(own.hidden[1]).toEqual(hidden!.subarray(first * feedForward, (first + tokens) * feedForward));
    expect(own.weights[1]).toHaveLength(heads * tokens ** 2);
  }
  // Head 2, from token 1 to token 3 of the first text, which has 7 rows.
  expect(observed[0]!.weights[1]![2 * 16 + 1 * 4 + 3]).toBe(weights![2 * 49 + 3 * 7 + 5]);
});

test('leaves the special tokens of a pair out, also those between its texts', async () => {
  const [pair] = await observeBatch(model, [{ ...texts[0]!, boundary: 2 }]);
  const masked = await model.executor.read('masked');
  expect([...pair!.masked.subarray(2 * width)]).toEqual([...masked.subarray(5 * width, 7 * width)]);
});

test('evaluates an encoder without ever removing, cutting or weakening a special token', async () => {
  const run = vi.spyOn(model.executor, 'run');
  const settings = {
    fractions: [0, 0.5, 0.9],
    headline: 0.5,
    unit: 'word' as const,
    randomSeeds: 1,
    theta: 0.5,
    sample: null,
  };
  const split = { length: texts.length, ids: (i: number) => texts[i]!.ids, label: (i: number) => texts[i]!.label };
  const result = await evaluate({ ...model, split, classes: ['a', 'b', 'c'], settings, rivals: { costlySample: 3 } });
  expect(result.srs.sentences).toBe(2);
  expect(result.rivals!.completeness.largestShare).toBeLessThan(0.02);
  const batches = run.mock.calls.map(([routine, batch]) => ({ routine, batch: batch }));
  expect(new Set(batches.map(({ routine }) => routine))).toEqual(
    new Set(['explain', 'predict', 'predictCut', 'predictScaled', 'attribute']),
  );
  for (const { batch } of batches) checkSpecial(batch);
  run.mockRestore();
});

function checkSpecial({ sizes, inputs }: Batch): void {
  const { starts, types, typeOf, pairStarts, cut, share } = inputs as Record<string, Int32Array>;
  for (let b = 0; b < sizes.sentences; b++) {
    const ids = Array.from(typeOf!.subarray(starts![b], starts![b + 1]), (type) => types![type]!);
    expect([...ids.slice(0, 2), ids.at(-1)]).toEqual([1, 3, 2]);
    const special = [0, 1, ids.length - 1];
    const places = ids.map((_, i) => i);
    if (share) expect(special.map((i) => share[starts![b]! + i])).toEqual([1, 1, 1]);
    if (!cut) continue;
    const cutOf = (i: number, j: number) => cut[pairStarts![b]! + i * ids.length + j];
    expect(places.some((i) => places.some((j) => cutOf(i, j) === -Infinity))).toBe(true);
    for (const i of special) for (const j of places) expect([cutOf(i, j), cutOf(j, i)]).toEqual([0, 0]);
  }
}

import { expect, test } from 'vitest';
import { DeviceFailure } from '../../../../src/engine/deviceFailure.ts';
import { noSizes, programBytes } from '../../../../src/engine/program.ts';
import type { ModelShape } from '../../../../src/core/model/modelShape.ts';
import { planSteps, planWords } from '../../../../src/core/training/stepPlan.ts';

const shape: ModelShape = {
  ...{ vocabulary: 100, classes: 2, width: 16, heads: 2, layers: 2, feedForward: 32, maskHidden: 8 },
  ...{ maxLength: 40, dropout: 0, pretrained: null },
};
const objective = {
  ...({ importance: 1, importanceSite: 'embedding', interaction: 1, information: false } as const),
  gradientClip: null,
};
const lengths = Array.from({ length: 60 }, (_, i) => 1 + (i % 40));
const unlimited = { total: Infinity, buffer: Infinity, workspace: () => 0 };

const plan = (memory: Partial<typeof unlimited>) => {
  const device = { name: 'wasm', memory: { ...unlimited, ...memory } } as const;
  return planSteps({ device, shape, objective, padding: { padding: 'none' }, lengths, batchSize: 8 });
};

/** Of the program for parts, with this number of rows. */
function bytesFor(rows: number): number {
  const { program } = plan({ buffer: 48 * 4 * 60 });
  return programBytes(program, { ...noSizes, rows, places: rows, sentences: 8, types: 100 });
}

test('takes steps at once where the longest texts fit', () => {
  const { maxRows, program } = plan({});
  expect(maxRows).toBe(Infinity);
  expect(Object.keys(program.routines)).not.toContain('update');
  expect(planWords({ maxRows, program }, { name: 'wasm', memory: unlimited })).toBeNull();
});

test('computes as many rows at once as fit, by all buffers and by the largest one', () => {
  expect(plan({ total: bytesFor(75.5) / 0.8 }).maxRows).toBe(75);
  expect(plan({ buffer: 48 * 4 * 60 }).maxRows).toBe(60);
  const workspace = () => bytesFor(20) - bytesFor(0);
  expect(plan({ total: bytesFor(75.5) / 0.8, workspace }).maxRows).toBe(55);
  expect(Object.keys(plan({ total: bytesFor(75.5) / 0.8 }).program.routines)).toContain('update');
});

test('refuses a training of which not even the longest text fits, with what it needs', () => {
  const total = bytesFor(39.5) / 0.8;
  expect(() => plan({ total })).toThrow(DeviceFailure);
  expect(() => plan({ total })).toThrow(
    /^a training step on the longest text alone, 40 tokens, needs 0\.00 GiB; the wasm device has 0\.00 GiB for it$/,
  );
  expect(() => plan({ buffer: 1000 })).toThrow(
    /needs a buffer of more than 0\.00 GiB, the largest of the wasm device$/,
  );
  expect(() => plan({ total: 0 })).toThrow(
    expect.objectContaining({ remedy: expect.stringContaining('model.maxLength (40)') }),
  );
});

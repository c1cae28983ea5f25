import { expect, test } from 'vitest';
import { checkModelSize } from '../../../../src/core/model/checkModelSize.ts';
import { paperShape } from '../../../../src/core/model/paperModel.ts';

const gibibyte = 2 ** 30;

test('a model that no memory holds is refused with its size and the fields to lower', () => {
  const wide = { ...paperShape, width: 100_000 };
  expect(() => checkModelSize(wide, 'auto', 64 * gibibyte)).toThrow(
    /at least 611\.\d GiB for its parameters; this machine has 64\.0 GiB/,
  );
  expect(() => checkModelSize(wide, 'wasm', 1024 * gibibyte)).toThrow(/the wasm device has 4\.0 GiB/);
  const deep = { ...paperShape, layers: 1_000_000_000 };
  expect(() => checkModelSize(deep, 'auto', 64 * gibibyte)).toThrow(/at least [\d.]+ GiB for its parameters/);
});

test("the paper's model is not", () => {
  expect(() => checkModelSize(paperShape, 'wasm', gibibyte)).not.toThrow();
});

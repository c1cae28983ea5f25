import { afterAll, describe, expect, it } from 'vitest';
import type { Device } from '../../src/engine/device.ts';
import { WebgpuExecutor } from '../../src/engine/webgpu/executor.ts';
import { openWebgpuDevice } from '../../src/engine/webgpu/device.ts';
import { tileVariants, type Tile } from '../../src/engine/webgpu/kernels/tile.ts';
import { relativeError, runCase } from './case.ts';
import { attentionBackward } from './cases/attention.ts';
import { importanceLoss } from './cases/importance.ts';
import { linear, linearBackward } from './cases/linear.ts';
import { noWebgpu, openOracle } from './devices.ts';

// The tile of a product depends on its size and on the adapter, so small batches never use the larger ones.

const oracle = await openOracle();
const webgpu = noWebgpu === null ? await openWebgpuDevice() : null;

afterAll(() => webgpu?.close());

/** A device that uses one tile for all products. */
const only = (tile: Tile): Device => ({
  ...webgpu!,
  load: (program) => WebgpuExecutor.start(webgpu!.gpu, program, { small: tile, medium: tile, large: tile }),
});

const named = (cases: readonly { name: string }[], name: string) => cases.filter((test) => test.name.startsWith(name));
const cases = [
  ...named(linear, '127 rows, 64 to 192'),
  ...named(linearBackward, '127 rows, 70 to 131, relu, dX added'),
  ...named(importanceLoss, 'long sentences, gradient added'),
] as unknown as readonly Parameters<typeof runCase>[1][];
const deepest = named(attentionBackward, 'long sentences, 8 heads of 8, interaction 1000') as unknown as typeof cases;

const tiles = Object.values(tileVariants).flat();

describe.skipIf(webgpu === null).each(tiles)(
  'tiles of $rows × $columns × $depth, $threadRows × $threadColumns a thread',
  (tile) => {
    const tested = tile.rows === 64 && tile.threadRows === 8 ? [...cases, ...deepest] : cases;
    it.each(tested)('compute $operation.op with $name like the oracle', async (test) => {
      const expected = await runCase(oracle, test);
      const found = await runCase(only(tile), test);
      for (const buffer of Object.keys(expected)) {
        expect(relativeError(found[buffer]!, expected[buffer]!), buffer).toBeLessThanOrEqual(test.tolerance);
      }
    });
  },
);

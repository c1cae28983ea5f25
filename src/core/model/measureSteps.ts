import type { Device } from '../../engine/device.ts';
import type { Batch } from '../../engine/program.ts';
import { loadModel } from './loadModel.ts';
import { initialParameters } from './parameters.ts';
import { safrProgram } from './safrProgram.ts';
import { flopsOf } from './flops.ts';
import { paperObjective, paperShape, zipfBatch } from './paperModel.ts';

/** How fast a device takes training steps of the paper's SST-2 model. */
export interface StepMeasurement {
  readonly name: string;
  /** Token rows of the batch. */
  readonly rows: number;
  readonly steps: number;
  /** Median. */
  readonly secondsPerStep: number;
  /** Of the step's matrix products, over the whole step's time. */
  readonly gflopPerSecond: number;
}

const sentences = 32;

/** Rows padded to 128 as the paper has them, and sentences of SST-2's lengths without padding. */
const batches: readonly { readonly name: string; readonly batch: Batch }[] = [
  {
    name: 'dense, 32 × 128',
    batch: zipfBatch(
      lengths(() => 128),
      { padding: 'none' },
    ),
  },
  {
    name: 'ragged, 32 × 7 … 31',
    batch: zipfBatch(
      lengths((i) => 7 + ((i * 11) % 25)),
      { padding: 'none' },
    ),
  },
];

function lengths(of: (sentence: number) => number): number[] {
  return Array.from({ length: sentences }, (_, i) => of(i));
}

/** Takes steps of each kind for about `seconds`, after one that does not count; at least one. An aborted signal throws its reason. */
export async function* measureSteps(
  device: Device,
  seconds: number,
  signal?: AbortSignal,
): AsyncGenerator<StepMeasurement> {
  const program = safrProgram(paperShape, paperObjective);
  const executor = await loadModel(device, program, paperShape, initialParameters(paperShape, 1));
  try {
    for (const { name, batch } of batches) {
      const times: number[] = [];
      const scalars = { seed: 1, step: 1, learningRate: 1e-4, informationWeight: 0 };
      await executor.run('train', batch, scalars);
      const begin = performance.now();
      do {
        signal?.throwIfAborted();
        const start = performance.now();
        await executor.run('train', batch, { ...scalars, step: times.length + 2 });
        times.push((performance.now() - start) / 1000);
      } while (performance.now() - begin < 1000 * seconds);
      const secondsPerStep = times.sort((a, b) => a - b)[times.length >> 1]!;
      const gflopPerSecond = flopsOf(program, 'train', batch) / secondsPerStep / 1e9;
      yield { name, rows: batch.sizes.rows, steps: times.length, secondsPerStep, gflopPerSecond };
    }
  } finally {
    await executor.close();
  }
}

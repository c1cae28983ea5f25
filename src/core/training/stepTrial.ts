import type { Device, Trial } from '../../engine/device.ts';
import type { Batch, Scalars } from '../../engine/program.ts';
import { loadModel } from '../model/loadModel.ts';
import { initialParameters } from '../model/parameters.ts';
import { safrProgram, type TrainingObjective } from '../model/safrProgram.ts';
import type { ModelShape } from '../model/modelShape.ts';

const objective: TrainingObjective = {
  importance: 1,
  importanceSite: 'embedding',
  interaction: 1,
  information: false,
  gradientClip: null,
};
const stepsARound = 4;
const rounds = 3;

/** A few training steps of a model on one of its batches: how `auto` compares devices. */
export function stepTrial(shape: ModelShape, batch: Batch): Trial {
  const { rows, sentences } = batch.sizes;
  return {
    key: JSON.stringify({ ...shape, rows: roughly(rows), sentences }),
    async seconds(device: Device): Promise<number> {
      const executor = await loadModel(device, safrProgram(shape, objective), shape, initialParameters(shape, 1));
      try {
        const times: number[] = [];
        for (let round = 0; round <= rounds; round++) {
          const begin = performance.now();
          for (let i = 0; i < stepsARound; i++)
            await executor.run('train', batch, scalars(round * stepsARound + i + 1));
          await executor.read('losses');
          times.push((performance.now() - begin) / 1000 / stepsARound);
        }
        return Math.min(...times.slice(1));
      } finally {
        await executor.close();
      }
    },
  };
}

const scalars = (step: number): Scalars => ({ seed: 1, step, learningRate: 1e-4, informationWeight: 0 });

/** Like batches share a measurement: to the next power of two. */
const roughly = (rows: number) => 2 ** Math.ceil(Math.log2(rows));

import type { Device, Trial } from '../../engine/device.ts';
import type { Batch, Scalars } from '../../engine/program.ts';
import { loadModel } from '../model/loadModel.ts';
import { initialParameters } from '../model/parameters.ts';
import { safrProgram, type TrainingObjective } from '../model/safrProgram.ts';
import type { ModelShape } from '../model/modelShape.ts';

const stepsPerRound = 4;
const rounds = 3;

/** Measures a few training steps of a model on one of its batches, so that `auto` can compare devices. */
export function stepTrial(shape: ModelShape, objective: TrainingObjective, batch: Batch): Trial {
  const { rows, sentences } = batch.sizes;
  return {
    key: JSON.stringify({
      ...shape,
      rows: nextPowerOfTwo(rows),
      sentences,
      interaction: objective.interaction !== null,
    }),
    async seconds(device: Device): Promise<number> {
      const executor = await loadModel(device, safrProgram(shape, objective), shape, initialParameters(shape, 1));
      try {
        const secondsPerStep: number[] = [];
        for (let round = 0; round <= rounds; round++) {
          const begin = performance.now();
          for (let i = 0; i < stepsPerRound; i++)
            await executor.run('train', batch, scalars(round * stepsPerRound + i + 1));
          await executor.read('losses');
          secondsPerStep.push((performance.now() - begin) / 1000 / stepsPerRound);
        }
        return Math.min(...secondsPerStep.slice(1));
      } finally {
        await executor.close();
      }
    },
  };
}

const scalars = (step: number): Scalars => ({ seed: 1, step, learningRate: 1e-4, informationWeight: 0 });

/** Rounds up, so that batches of similar size share a measurement. */
const nextPowerOfTwo = (rows: number) => 2 ** Math.ceil(Math.log2(rows));

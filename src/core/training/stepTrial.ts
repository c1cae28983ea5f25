import type { Device, Trial } from '../../engine/device.ts';
import type { Batch, Scalars } from '../../engine/program.ts';
import { loadModel } from '../model/loadModel.ts';
import type { ModelShape } from '../model/modelShape.ts';
import { elements, parameterSpecs } from '../model/parameters.ts';
import type { TrainingObjective } from '../model/safrProgram.ts';
import { runStep, type StepPlan } from './stepPlan.ts';

const stepsPerRound = 4;
const rounds = 3;

/** Measures a few training steps of a model on one of its batches, as a device takes them by its plan, so that `auto` can compare devices. */
export function stepTrial(
  shape: ModelShape,
  { interaction, trainable = 'all' }: TrainingObjective,
  batch: Batch,
  planFor: (device: Device) => StepPlan,
): Trial {
  const { rows, sentences } = batch.sizes;
  return {
    key: JSON.stringify({
      ...shape,
      rows: nextPowerOfTwo(rows),
      sentences,
      interaction: interaction !== null,
      trainable,
    }),
    async seconds(device: Device): Promise<number> {
      const plan = planFor(device);
      const executor = await loadModel(device, plan.program, shape, someParameters(shape));
      try {
        const secondsPerStep: number[] = [];
        for (let round = 0; round <= rounds; round++) {
          const begin = performance.now();
          for (let i = 0; i < stepsPerRound; i++)
            await runStep(executor, plan, batch, scalars(round * stepsPerRound + i + 1));
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

/** Values that are made quickly: a step takes as long with any. */
async function* someParameters(shape: ModelShape): AsyncGenerator<[name: string, values: Float32Array]> {
  for (const { name, shape: dims } of parameterSpecs(shape)) {
    const values = new Float32Array(elements(dims));
    for (let i = 0; i < values.length; i++) values[i] = (((31 * i) % 17) - 8) / 400;
    yield [name, values];
  }
}

const scalars = (step: number): Scalars => ({ seed: 1, step, learningRate: 1e-4, informationWeight: 0 });

/** Rounds up, so that batches of similar size share a measurement. */
const nextPowerOfTwo = (rows: number) => 2 ** Math.ceil(Math.log2(rows));

import type { ParameterSource } from '../model/loadModel.ts';
import type { ModelShape } from '../model/modelShape.ts';
import type { RunWriter } from '../runs/runWriter.ts';
import { recordResult } from './recordResult.ts';
import type { TrainingResult } from './trainingEvent.ts';

/** Why a run without training is finished. */
export const notTrained = 'not trained: the weights are those of the folder';

/** Finishes a run of no epochs, whose weights are these. Errors: UserError if they cannot be read or written; the run is then marked as failed. */
export function keepWeights(run: RunWriter, shape: ModelShape, parameters: ParameterSource): Promise<TrainingResult> {
  return recordResult(run, async () => {
    const values = new Map<string, Float32Array>();
    for await (const [name, own] of parameters) values.set(name, own);
    await run.writeWeights(shape, values, null);
    return { state: 'finished', reason: notTrained, epochs: 0, step: 0, best: null };
  });
}

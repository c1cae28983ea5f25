import type { Experiment } from '../experiment/schema.ts';

type Warmup = Pick<Experiment['training'], 'learningRate' | 'warmupSteps'>;

/** Adam's learning rate at a step (from 1): it rises linearly from 0 and is constant from step `warmupSteps` on. */
export function learningRateAt({ learningRate, warmupSteps }: Warmup, step: number): number {
  return step < warmupSteps ? (learningRate * step) / warmupSteps : learningRate;
}

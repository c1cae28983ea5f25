import type { Experiment } from '../experiment/schema.ts';

type Schedule = Pick<Experiment['training'], 'learningRate' | 'warmupSteps' | 'decay'>;

/**
 * Adam's learning rate at a step (from 1) of `steps` in all epochs: it rises linearly from 0, reaches its maximum at the last step of the
 * warm-up, and then is constant or falls linearly, so that it would be 0 after the last step.
 */
export function learningRateAt({ learningRate, warmupSteps, decay }: Schedule, step: number, steps: number): number {
  const warmup = warmupSteps < 1 ? Math.ceil(warmupSteps * steps) : warmupSteps;
  if (step < warmup) return (learningRate * step) / warmup;
  if (decay === 'none' || step <= warmup) return learningRate;
  return (learningRate * (steps - step + 1)) / (steps - warmup);
}

import { UserError } from '../../common/userError.ts';
import type { Parameters } from '../model/parameters.ts';
import { lossNames } from '../model/safrProgram.ts';

/** Epoch and step (both from 1) in words: where a divergence was seen. */
export const placeOf = (epoch: number, step: number) => `epoch ${epoch}, step ${step}`;

/** Errors: UserError naming the first of a step's losses that is not finite. */
export function checkLosses(losses: Float32Array, place: string): void {
  const at = losses.findIndex((loss) => !Number.isFinite(loss));
  if (at !== -1) throw diverged(`${place}: the ${words(lossNames[at]!)} loss is ${losses[at]}`);
}

/** Errors: UserError naming the first parameter that is not finite. */
export function checkParameters(parameters: Parameters, place: string): void {
  for (const [name, values] of parameters) {
    const wrong = values.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw diverged(`${place}: parameter ${name} holds ${wrong}`);
  }
}

function diverged(what: string): UserError {
  return new UserError(
    what,
    'Lower training.learningRate, or set training.gradientClip (1, say), and train anew; the checkpoint before still stands.',
  );
}

/** crossEntropy → cross entropy */
const words = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

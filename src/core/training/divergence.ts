import { UserError } from '../../common/userError.ts';
import type { BufferValues } from '../model/parameters.ts';
import { lossNames } from '../model/losses.ts';

/** Names an epoch and a step (both from 1) in error messages. */
export const stepLabel = (epoch: number, step: number) => `epoch ${epoch}, step ${step}`;

/** Errors: UserError naming the first of a step's losses that is not finite. */
export function checkLosses(losses: Float32Array, place: string): void {
  const at = losses.findIndex((loss) => !Number.isFinite(loss));
  if (at !== -1) throw divergenceError(`${place}: the ${spaced(lossNames[at]!)} loss is ${losses[at]}`);
}

/** Errors: UserError naming the first of these parameters that is not finite. */
export async function checkParameters(
  names: readonly string[],
  parameters: BufferValues,
  place: string,
): Promise<void> {
  for (const name of names) {
    const notFinite = (await parameters.get(name))!.find((value) => !Number.isFinite(value));
    if (notFinite !== undefined) throw divergenceError(`${place}: parameter ${name} holds ${notFinite}`);
  }
}

function divergenceError(what: string): UserError {
  return new UserError(
    what,
    'Lower training.learningRate, or set training.gradientClip (to 1, for example), and train again. The last checkpoint is kept.',
  );
}

/** crossEntropy → cross entropy */
const spaced = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

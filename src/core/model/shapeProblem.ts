import type { ModelShape } from './modelShape.ts';

/** Limit of the position table, in values: 1 GiB. No tensor of a file has its size, so that it has a limit of its own. */
const maxPositionValues = 2 ** 28;

/** Why a file with `tensors` tensors cannot hold a model of the sizes that it names; null if it can. */
export function shapeProblem(shape: ModelShape, tensors: number): string | null {
  const { vocabulary, classes, width, heads, layers, feedForward, activeNeurons, maskHidden, maxLength } = shape;
  const sizes = {
    ...{ vocabulary, classes, width, heads, layers, feedForward, maskHidden: maskHidden ?? 1, maxLength },
    ...(activeNeurons !== undefined && { activeNeurons }),
  };
  const wrong = Object.entries(sizes).find(([, size]) => !Number.isSafeInteger(size) || size < 1);
  if (wrong) return `${wrong[0]} is ${wrong[1]}, not a positive whole number`;
  if (width % heads !== 0) return `${heads} heads do not divide the width ${width}`;
  if (layers > tensors) return `${layers} layers, but ${tensors} tensors`;
  if (width * maxLength > maxPositionValues) return `texts of ${maxLength} tokens with width ${width} are too large`;
  return null;
}

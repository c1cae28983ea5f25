import type { NeuronSet } from '../core/evaluation/neuronSet.ts';
import type { Explanation } from '../core/evaluation/explanation/explanation.ts';
import type { ModelShape } from '../core/model/modelShape.ts';
import { UserError } from '../common/userError.ts';

const labels: ReadonlyMap<string, string> = new Map([
  ['mono', 'monosemantic'],
  ['poly', 'polysemantic'],
]);

/** The neurons that an explanation lists. */
export function listedNeurons({ neurons }: Explanation, { layers }: ModelShape): NeuronSet {
  return Array.from({ length: layers }, (_, l) => neurons.filter(({ layer }) => layer === l).map(({ index }) => index));
}

/**
 * Neurons by their numbers, separated by commas ("12,40", in a model of several layers "2:12"), or all that are `mono` or `poly` in the
 * text explained. Errors: UserError.
 */
export function parseNeurons(argument: string, { neurons }: Explanation, shape: ModelShape): NeuronSet {
  const chosen = Array.from({ length: shape.layers }, () => new Set<number>());
  for (const part of argument.split(',').map((text) => text.trim())) {
    const label = labels.get(part);
    const named = label ? neurons.filter((neuron) => neuron.label === label) : [parseNeuron(part, shape)];
    for (const { layer, index } of named) chosen[layer]!.add(index);
  }
  return chosen.map((layer) => [...layer].sort((a, b) => a - b));
}

/** A neuron by its number. Errors: UserError that begins with `where` and also offers `others`. */
export function parseNeuron(
  text: string,
  { layers, feedForward }: Pick<ModelShape, 'layers' | 'feedForward'>,
  where = '--without',
  others = ', `mono` and `poly`',
): { layer: number; index: number } {
  const form = layers > 1 ? /^(\d+):(\d+)$/ : /^(?:(\d+):)?(\d+)$/;
  const [, layer = '1', index] = form.exec(text) ?? [];
  if (index !== undefined && Number(layer) >= 1 && Number(layer) <= layers && Number(index) < feedForward)
    return { layer: Number(layer) - 1, index: Number(index) };
  const numbers =
    layers > 1
      ? `a layer from 1 to ${layers}, a colon and a neuron from 0 to ${feedForward - 1}, such as 2:12`
      : `a neuron from 0 to ${feedForward - 1}`;
  throw new UserError(
    `${where}: this model has no neuron "${text}"; allowed: ${numbers}${others}`,
    'Give numbers as `safr explain` and `safr neurons` list them; --without takes several separated by commas, without spaces.',
  );
}

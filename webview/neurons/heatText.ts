import { activationText, counted } from '../../src/common/format.ts';
import type { CorpusLabel, Explanation } from '../../src/protocol/neurons.ts';
import type { HeatSpot } from './heatView.ts';
import type { Layer } from './inspection.ts';

interface Shown {
  readonly explanation: Pick<Explanation, 'tokens'>;
  readonly layer: Layer;
  /** Of the layer's neurons over the corpus; undefined where they are not known. */
  readonly corpusLabels: readonly CorpusLabel[] | undefined;
}

/** What a spot of the map is: the token, the neuron, the activation of one at the other, and the labels of the neuron. */
export function heatText({ token, neuron }: HeatSpot, { explanation, layer, corpusLabels }: Shown): string {
  const parts: string[] = [];
  if (token !== null) parts.push(`“${explanation.tokens[token]?.inWord ?? ''}”`);
  if (neuron === null) return [...parts, `has ${counted(neuronsOf(layer, token), 'neuron')}`].join(' · ');
  parts.push(`neuron ${neuron}`);
  if (token !== null)
    parts.push(`activation ${activationText(layer.activations[token * layer.neurons + neuron] ?? 0)}`);
  const own = layer.allocated.find(({ index }) => index === neuron);
  parts.push(`${own?.label ?? 'unused'} in this text`);
  const corpusLabel = corpusLabels?.[neuron];
  if (corpusLabel) parts.push(`${corpusLabel} over the corpus`);
  return parts.join(' · ');
}

function neuronsOf({ allocated }: Layer, token: number | null): number {
  return allocated.filter(({ tokens }) => tokens.some((own) => own.token === token)).length;
}

import type { ExplainedNeuron, NeuronSet } from '../../src/protocol/neurons.ts';
import type { Layer } from './inspection.ts';

export function sizeOf(neurons: NeuronSet): number {
  return neurons.reduce((sum, layer) => sum + layer.length, 0);
}

export function isIn(neurons: NeuronSet, layer: number, index: number): boolean {
  return neurons[layer]?.includes(index) ?? false;
}

/** With one more neuron, or without it where it is in the set. */
export function toggled(neurons: NeuronSet, layer: number, index: number): NeuronSet {
  return Array.from({ length: Math.max(neurons.length, layer + 1) }, (_, l) => {
    const own = neurons[l] ?? [];
    if (l !== layer) return own;
    return own.includes(index) ? own.filter((f) => f !== index) : [...own, index].sort((a, b) => a - b);
  });
}

/** The neurons of all layers with a label in the text. */
export function labelled(layers: readonly Layer[], label: ExplainedNeuron['label']): NeuronSet {
  return layers.map(({ allocated }) => allocated.filter((neuron) => neuron.label === label).map(({ index }) => index));
}

/** As many neurons of each layer, drawn from those that fire at some token; `random`: numbers from 0 up to, not including, 1. */
export function randomLike(neurons: NeuronSet, layers: readonly Layer[], random: () => number): NeuronSet {
  return layers.map((layer, l) => {
    const firing = firingOf(layer);
    const count = Math.min(neurons[l]?.length ?? 0, firing.length);
    for (let i = 0; i < count; i++) {
      const j = i + Math.floor(random() * (firing.length - i));
      [firing[i], firing[j]] = [firing[j]!, firing[i]!];
    }
    return firing.slice(0, count).sort((a, b) => a - b);
  });
}

function firingOf({ activations, neurons }: Layer): number[] {
  const fires = new Uint8Array(neurons);
  activations.forEach((value, at) => value > 0 && (fires[at % neurons] = 1));
  return Array.from(fires.keys()).filter((f) => fires[f]);
}

import type { NeuronFacts } from './neuronFacts.ts';

/** Number of the strongest activations, and of those around each other quantile. */
const count = { strongest: 5, others: 3 } as const;
const quantiles = [0.75, 0.5, 0.25] as const;

/** An activation of a neuron, and its place in the split. */
export interface ActivationPlace {
  readonly sentence: number;
  readonly position: number;
  readonly value: number;
}

export interface QuantileLines {
  /** Of the neuron's activations above 0; 1: the strongest. */
  readonly quantile: number;
  readonly places: readonly ActivationPlace[];
}

/** Activations of a neuron around quantiles of those above 0, the strongest first, each once; without quantiles of which none is left. */
export function quantileLines({ top, sample }: Pick<NeuronFacts, 'top' | 'sample'>): QuantileLines[] {
  const shown = new Set<string>();
  const groups = [{ quantile: 1, places: placesOf(top).slice(0, count.strongest) }, ...aroundQuantiles(sample)];
  return groups
    .map(({ quantile, places }) => ({ quantile, places: places.filter((place) => isNew(place, shown)) }))
    .filter(({ places }) => places.length > 0);
}

function aroundQuantiles(sample: NeuronFacts['sample']): QuantileLines[] {
  const drawn = placesOf(sample);
  return quantiles.map((quantile) => {
    const middle = Math.round((1 - quantile) * (drawn.length - 1));
    const first = Math.max(0, middle - Math.floor(count.others / 2));
    return { quantile, places: drawn.slice(first, first + count.others) };
  });
}

function placesOf({ sentences, positions, values }: NeuronFacts['sample']): ActivationPlace[] {
  return values.map((value, i) => ({ sentence: sentences[i]!, position: positions[i]!, value }));
}

function isNew({ sentence, position }: ActivationPlace, shown: Set<string>): boolean {
  const key = `${sentence} ${position}`;
  if (shown.has(key)) return false;
  shown.add(key);
  return true;
}

/** What the units that are shown are called: the neurons of a run, or the features of an autoencoder, if that is named. */
export interface UnitWords {
  readonly one: 'neuron' | 'feature';
  readonly many: 'neurons' | 'features';
  /** At the beginning of a phrase. */
  readonly One: 'Neuron' | 'Feature';
  readonly Many: 'Neurons' | 'Features';
}

export function unitWords(features: string | undefined): UnitWords {
  return features === undefined
    ? { one: 'neuron', many: 'neurons', One: 'Neuron', Many: 'Neurons' }
    : { one: 'feature', many: 'features', One: 'Feature', Many: 'Features' };
}

import type { Sentence } from '../model/batch.ts';
import { runBatch, type Model } from '../model/model.ts';
import { logitsWithout, type NeuronSet } from './neuronSet.ts';
import { observeBatch, type Observation, type ObservedSentence } from './observe.ts';

/** Units of a model that have an activation per token and can be switched off: its neurons, or the features of an autoencoder. */
export interface UnitSource {
  readonly layers: number;
  /** Units of a layer. */
  readonly units: number;
  /** Runs the model on a batch; `hidden` of an observation has the activations of the units, [tokens, units] of each layer. */
  observe(sentences: readonly ObservedSentence[]): Promise<Observation[]>;
  /** Logits [sentences, classes] with all units on. `probabilities` of the executor then belongs to them. */
  logits(sentences: readonly Sentence[]): Promise<Float32Array>;
  /** The same with the units `off[b]` of sentence b set to 0 at every position. */
  logitsWithout(sentences: readonly Sentence[], off: readonly NeuronSet[]): Promise<Float32Array>;
}

/** The neurons of a model, whose program must have `predictScaled` to switch them off. */
export function neuronsOf(model: Model): UnitSource {
  return {
    layers: model.shape.layers,
    units: model.shape.feedForward,
    observe: (sentences) => observeBatch(model, sentences),
    logitsWithout: (sentences, off) => logitsWithout(model, sentences, off),
    async logits(sentences) {
      await runBatch(model, 'predict', sentences);
      return model.executor.read('logits');
    },
  };
}

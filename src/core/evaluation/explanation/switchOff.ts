import type { Sentence } from '../../model/batch.ts';
import { batchesOf, largest } from '../../model/model.ts';
import { marginOf, randomLike, sizeOf, type NeuronSet } from '../neuronSet.ts';
import { meanAndDeviation } from '../../../common/statistics.ts';
import { observeText, sentenceOfText, unitsOf, type ExplainOptions } from './explain.ts';
import { hasLastBlockChanges, lastBlockChanges } from './lastBlock.ts';
import type { NeuronEffects, SwitchedOffText, Verdict } from './explanation.ts';

/** Number of random draws to compare a set of neurons with. */
const draws = 10;

/**
 * Predicts a text with these neurons set to 0, and with the same number of random neurons that fire in it. Errors: as `explain`.
 */
export async function switchOff(options: ExplainOptions, neurons: NeuronSet): Promise<SwitchedOffText> {
  const firing = await firingNeurons(options);
  const active = firing.map((layer, l) => layer.filter((f) => neurons[l]?.includes(f)));
  const random = Array.from({ length: draws }, (_, seed) => randomLike(active, firing, seed));
  const off = noNeurons(options).map((_, l) => neurons[l] ?? []);
  const outcomes = await outcomesWithout(options, [noNeurons(options), off, ...random]);
  const predicted = largest(outcomes[0]!.logits);
  const { classes } = options;
  const [before, after, ...drawn] = outcomes.map(({ logits, probabilities }): Verdict => ({
    predicted: classes[largest(logits)]!,
    probabilities: classes.map((name, c) => ({ class: name, probability: probabilities[c]! })),
    margin: marginOf(logits, predicted),
  }));
  return {
    before: before!,
    after: after!,
    active: sizeOf(active),
    random: {
      draws,
      ...meanAndDeviation(drawn.map(({ margin }) => margin - before!.margin)),
      flips: drawn.filter((verdict) => verdict.predicted !== before!.predicted).length,
    },
  };
}

/**
 * The causal effect of each of these neurons alone on a text. It is computed in closed form for the last block of the paper's model, and by
 * running a copy of the text for each neuron of earlier blocks and of pretrained encoders, and for each feature. Errors: as `explain`; an aborted signal throws its
 * reason.
 */
export async function neuronEffects(
  options: ExplainOptions,
  neurons: NeuronSet,
  signal?: AbortSignal,
): Promise<NeuronEffects> {
  const { classes } = options.shape;
  const { layers, units } = unitsOf(options);
  await observeText(options);
  const logits = await logitsOf(options);
  const predicted = largest(logits);
  const margin = marginOf(logits, predicted);
  const effects = Array.from({ length: layers }, () => new Float32Array(units).fill(NaN));
  const isExact = !options.units && hasLastBlockChanges(options.shape);
  if (isExact) {
    const changes = await lastBlockChanges(options);
    for (const f of neurons[layers - 1] ?? []) {
      const without = logits.map((logit, c) => logit + changes[f * classes + c]!);
      effects[layers - 1]![f] = marginOf(without, predicted) - margin;
    }
  }
  const run = neurons
    .slice(0, isExact ? layers - 1 : layers)
    .flatMap((layer, l) => layer.map((f) => ({ layer: l, f })));
  const alone = run.map(({ layer, f }) => noNeurons(options).map((_, l) => (l === layer ? [f] : [])));
  const outcomes = await outcomesWithout(options, alone, signal);
  run.forEach(({ layer, f }, i) => {
    effects[layer]![f] = marginOf(outcomes[i]!.logits, predicted) - margin;
  });
  return { margin, effects };
}

/** Of the text that was just observed, with all units on. */
async function logitsOf({ units, text, executor }: ExplainOptions): Promise<Float32Array> {
  return units ? units.logits([sentenceOfText(text)]) : executor.read('logits');
}

const noNeurons = (options: ExplainOptions): NeuronSet => Array.from({ length: unitsOf(options).layers }, () => []);

/** The neurons of each layer that fire for at least one token of the text. */
async function firingNeurons(options: ExplainOptions): Promise<NeuronSet> {
  const { hidden } = await observeText(options);
  const { units } = unitsOf(options);
  return hidden.map((layer) => {
    const fires = new Uint8Array(units);
    layer.forEach((value, at) => value > 0 && (fires[at % units] = 1));
    return Array.from(fires.keys()).filter((f) => fires[f]);
  });
}

/** The logits and probabilities of the text without each of the sets of neurons; copies of the text are run in batches. */
async function outcomesWithout(options: ExplainOptions, sets: readonly NeuronSet[], signal?: AbortSignal) {
  const { text, classes, executor } = options;
  const sentence = sentenceOfText(text);
  const outcomes: { readonly logits: Float32Array; readonly probabilities: Float32Array }[] = [];
  for (const group of batchesOf(sets, () => sentence.ids.length, options)) {
    signal?.throwIfAborted();
    const logits = await unitsOf(options).logitsWithout(Array<Sentence>(group.length).fill(sentence), group);
    const probabilities = await executor.read('probabilities');
    const own = (values: Float32Array, b: number) => values.subarray(b * classes.length, (b + 1) * classes.length);
    group.forEach((_, b) => outcomes.push({ logits: own(logits, b), probabilities: own(probabilities, b) }));
  }
  return outcomes;
}

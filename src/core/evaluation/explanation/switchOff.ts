import { batchesOf, largest } from '../../model/model.ts';
import { logitsWithout, marginOf, randomLike, sizeOf, type NeuronSet } from '../neuronSet.ts';
import { meanAndDeviation } from '../../../common/statistics.ts';
import { observeText, type ExplainOptions } from './explain.ts';
import { lastBlockChanges } from './lastBlock.ts';
import type { NeuronEffects, SwitchedOffText, Verdict } from './explanation.ts';

/** Random draws beside a set of neurons. */
const draws = 10;

/**
 * What a text is predicted to be with these neurons at 0, and with as many random ones of those that fire in it. Errors: as `explain`.
 */
export async function switchOff(options: ExplainOptions, neurons: NeuronSet): Promise<SwitchedOffText> {
  const firing = await firingIn(options);
  const active = firing.map((layer, l) => layer.filter((f) => neurons[l]?.includes(f)));
  const random = Array.from({ length: draws }, (_, seed) => randomLike(active, firing, seed));
  const outcomes = await outcomesOf(options, [nothing(options), active, ...random]);
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
 * The causal effect of every neuron on a text, each switched off alone: those of the last block in closed form, those before by copies of
 * the text. Errors: as `explain`; an aborted signal throws its reason.
 */
export async function neuronEffects(options: ExplainOptions, signal?: AbortSignal): Promise<NeuronEffects> {
  const { layers, feedForward, classes } = options.shape;
  const firing = await firingIn(options);
  const logits = await options.executor.read('logits');
  const changes = await lastBlockChanges(options);
  const predicted = largest(logits);
  const margin = marginOf(logits, predicted);
  const effects = firing.map(() => new Float32Array(feedForward));
  for (const f of firing[layers - 1]!) {
    const without = logits.map((logit, c) => logit + changes[f * classes + c]!);
    effects[layers - 1]![f] = marginOf(without, predicted) - margin;
  }
  const before = firing.slice(0, -1).flatMap((layer, l) => layer.map((f) => ({ layer: l, f })));
  const alone = before.map(({ layer, f }) => nothing(options).map((_, l) => (l === layer ? [f] : [])));
  const outcomes = await outcomesOf(options, alone, signal);
  before.forEach(({ layer, f }, i) => {
    effects[layer]![f] = marginOf(outcomes[i]!.logits, predicted) - margin;
  });
  return { margin, effects };
}

const nothing = ({ shape }: ExplainOptions): NeuronSet => Array.from({ length: shape.layers }, () => []);

/** The neurons of each layer that fire at some token of the text. */
async function firingIn(options: ExplainOptions): Promise<NeuronSet> {
  const { hidden } = await observeText(options);
  const { feedForward } = options.shape;
  return hidden.map((layer) => {
    const fires = new Uint8Array(feedForward);
    layer.forEach((value, at) => value > 0 && (fires[at % feedForward] = 1));
    return Array.from(fires.keys()).filter((f) => fires[f]);
  });
}

/** The text's logits and probabilities without each of the sets: copies of it share batches. */
async function outcomesOf(options: ExplainOptions, sets: readonly NeuronSet[], signal?: AbortSignal) {
  const { ids, classes, executor } = options;
  const outcomes: { readonly logits: Float32Array; readonly probabilities: Float32Array }[] = [];
  for (const group of batchesOf(sets, () => ids.length, options.padding)) {
    signal?.throwIfAborted();
    const logits = await logitsWithout(options, Array(group.length).fill({ ids, label: 0 }), group);
    const probabilities = await executor.read('probabilities');
    const own = (values: Float32Array, b: number) => values.subarray(b * classes.length, (b + 1) * classes.length);
    group.forEach((_, b) => outcomes.push({ logits: own(logits, b), probabilities: own(probabilities, b) }));
  }
  return outcomes;
}

import { UserError } from '../../../common/userError.ts';
import type { ReadText } from '../../dataset/textReader.ts';
import { forEachAllocation } from '../allocation.ts';
import { attributions } from '../attribution/methods.ts';
import type { AttributionMethod } from '../attribution/rankingNames.ts';
import type { Model } from '../../model/model.ts';
import { observeBatch, type Observation } from '../observe.ts';
import { pairCodes, pairScores, rankDescending } from '../rank.ts';
import type { ModelShape } from '../../model/modelShape.ts';
import type { ExplainedNeuron, ExplainedPair, Explanation, Inspection, TokenRanking } from './explanation.ts';

export interface ExplainOptions extends Model {
  readonly text: ReadText;
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** A token is allocated the neurons that reach this share of its largest activation (docs/measures.md: Neurons). */
  readonly theta: number;
}

const maxPairs = 10;

/** Explains a text by one run of the model. Errors: UserError for a text without tokens. */
export async function explain(options: ExplainOptions): Promise<Explanation> {
  return (await inspect(options)).explanation;
}

/** Like `explain`, with the activations of all neurons. */
export async function inspect(options: ExplainOptions): Promise<Inspection> {
  const { text, classes, theta, shape } = options;
  const { tokens, ids } = text;
  const observation = await observeText(options);
  const { predicted, probabilities, keep, hidden } = observation;
  const neurons = hidden.flatMap((layer, l) => allocatedNeurons(layer, l, shape.feedForward, theta));
  const monosemantic = neurons.filter(({ label }) => label === 'monosemantic').length;
  const explanation: Explanation = {
    predicted: classes[predicted]!,
    probabilities: classes.map((name, c) => ({ class: name, probability: probabilities[c]! })),
    tokens: Array.from(ids, (id, i) => ({
      text: tokens[i]!,
      id,
      ...text.spans[i]!,
      known: text.known[i]!,
      keep: keep && keep[i]!,
    })),
    unread: tokens.length - ids.length,
    pairs: strongestPairs(observation, shape),
    neurons: neurons.sort((a, b) => b.activation - a.activation),
    counts: {
      unused: shape.layers * shape.feedForward - neurons.length,
      monosemantic,
      polysemantic: neurons.length - monosemantic,
    },
  };
  return { explanation, unread: tokens.slice(ids.length), activations: hidden };
}

/** Runs the model on the text. Errors: UserError for a text without tokens. */
export async function observeText({ text: { ids }, ...model }: ExplainOptions): Promise<Observation> {
  if (ids.length === 0) throw new UserError('the text has no tokens', 'Give a text with at least one word.');
  const [observation] = await observeBatch(model, [{ index: 0, ids, label: 0 }]);
  return observation!;
}

/** Scores the tokens of a text by a method that does not use the mask. The model's program must have `attribute`. Errors: as `explain`. */
export async function rankTokens(options: ExplainOptions, by: AttributionMethod): Promise<TokenRanking> {
  const observation = await observeText(options);
  const [attribution] = await attributions[by](options, [observation]);
  return { by, scores: Array.from(attribution!.scores) };
}

function strongestPairs({ weights, rows, tokens }: Observation, { heads }: ModelShape): ExplainedPair[] {
  const scores = pairScores(weights, heads, rows, tokens);
  const codes = pairCodes(tokens);
  return Array.from(rankDescending(scores).subarray(0, maxPairs), (pair) => {
    const code = codes[pair]!;
    return { first: Math.floor(code / tokens), second: code % tokens, score: scores[pair]! };
  });
}

/** The neurons of a layer that are allocated to tokens; `hidden`: [tokens, neurons]. */
function allocatedNeurons(hidden: Float32Array, layer: number, neurons: number, theta: number): ExplainedNeuron[] {
  const tokensOf = new Map<number, { token: number; activation: number }[]>();
  forEachAllocation(hidden, neurons, theta, (token, neuron, activation) => {
    const own = tokensOf.get(neuron);
    if (own) own.push({ token, activation });
    else tokensOf.set(neuron, [{ token, activation }]);
  });
  return Array.from(tokensOf, ([index, tokens]) => ({
    layer,
    index,
    label: tokens.length === 1 ? 'monosemantic' : 'polysemantic',
    activation: Math.max(...tokens.map(({ activation }) => activation)),
    tokens,
  }));
}

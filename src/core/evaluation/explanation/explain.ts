import { UserError } from '../../../common/userError.ts';
import type { ReadText } from '../../dataset/textReader.ts';
import { forEachAllocation, tokensPerNeuron } from '../allocation.ts';
import type { Attribution } from '../attribution/attribution.ts';
import { attributions } from '../attribution/methods.ts';
import type { AttributionMethod } from '../attribution/rankingNames.ts';
import type { Sentence } from '../../model/batch.ts';
import type { Model } from '../../model/model.ts';
import type { ModelShape } from '../../model/modelShape.ts';
import type { Observation } from '../observe.ts';
import { Units } from '../units.ts';
import { neuronsOf, type UnitSource } from '../unitSource.ts';
import { meanAttention, strongestPairs } from './attention.ts';
import { explainWords } from './explainWords.ts';
import type {
  Attention,
  AttentionPart,
  ExplainedNeuron,
  Explanation,
  ExplanationSummary,
  Inspection,
  TokenRanking,
} from './explanation.ts';

export interface ExplainOptions extends Model {
  readonly text: ReadText;
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** A token is allocated the neurons that reach this share of its largest activation (docs/measures.md: Neurons). */
  readonly theta: number;
  /** What is explained in place of the neurons of the model. */
  readonly units?: UnitSource | undefined;
}

/** The units that are explained: the neurons of the model where nothing else is asked for. */
export const unitsOf = (options: Model & Pick<ExplainOptions, 'units'>): UnitSource =>
  options.units ?? neuronsOf(options);

/** Explains a text by one run of the model, without listing the neurons. Errors: UserError for a text without tokens. */
export async function summarize(options: ExplainOptions): Promise<ExplanationSummary> {
  return summaryOf(options, await observeText(options));
}

/** Explains a text by one run of the model. Errors: as `summarize`. */
export async function explain(options: ExplainOptions): Promise<Explanation> {
  return (await inspect(options)).explanation;
}

/** Like `explain`, with the activations of all neurons. */
export async function inspect(options: ExplainOptions): Promise<Inspection> {
  const observation = await observeText(options);
  return {
    explanation: explanationOf(options, observation),
    unread: options.text.unread,
    activations: observation.hidden,
    heads: options.shape.heads,
  };
}

/** The explanation of a text by what the model was observed to do with it. */
export function explanationOf(options: ExplainOptions, observation: Observation): Explanation {
  const { theta } = options;
  const { units } = unitsOf(options);
  const neurons = observation.hidden
    .flatMap((layer, l) => allocatedNeurons(layer, l, units, theta))
    .sort((a, b) => b.activation - a.activation);
  return { ...summaryOf(options, observation), neurons };
}

function summaryOf(options: ExplainOptions, observation: Observation): ExplanationSummary {
  const { text, classes, theta, shape } = options;
  const { tokens, ids } = text;
  const { predicted, logits, probabilities, hidden } = observation;
  return {
    predicted: classes[predicted]!,
    probabilities: classes.map((name, c) => ({ class: name, probability: probabilities[c]! })),
    logits: Array.from(logits),
    ...explainWords(text, observation.keep),
    ...(text.boundary !== undefined && { boundary: text.boundary }),
    unread: tokens.length - ids.length,
    pairs: strongestPairs(observation, observation.weights, shape.heads),
    counts: countNeurons(hidden, unitsOf(options).units, theta),
  };
}

/** `hidden`: of each layer, [tokens, neurons]. */
function countNeurons(hidden: readonly Float32Array[], neurons: number, theta: number): ExplanationSummary['counts'] {
  const counts = { unused: 0, monosemantic: 0, polysemantic: 0 };
  for (const layer of hidden) {
    for (const tokens of tokensPerNeuron(layer, neurons, theta)) {
      counts[tokens === 0 ? 'unused' : tokens === 1 ? 'monosemantic' : 'polysemantic']++;
    }
  }
  return counts;
}

/** What tokens attend to in a part of the attention; null: on average over layers and heads. Errors: as `summarize`; UserError for a part that the model lacks. */
export async function attention(options: ExplainOptions, part: AttentionPart | null): Promise<Attention> {
  if (part) checkPart(options.shape, part);
  const observation = await observeText(options);
  const size = observation.rows ** 2;
  const layers = part ? [observation.weights[part.layer]!] : observation.weights;
  const head = part?.head ?? null;
  const weights = head === null ? layers : layers.map((layer) => layer.subarray(head * size, (head + 1) * size));
  const heads = head === null ? options.shape.heads : 1;
  return {
    pairs: strongestPairs(observation, weights, heads),
    weights: meanAttention(observation, weights, heads),
  };
}

function checkPart({ layers, heads }: ModelShape, { layer, head }: AttentionPart): void {
  if (layer < layers && (head ?? 0) < heads) return;
  const part = `layer ${layer + 1}${head === null ? '' : `, head ${head + 1}`}`;
  throw new UserError(`the model has no ${part}`, `It has ${layers} layers with ${heads} heads each.`);
}

/** Runs the model on the text. Errors: UserError for a text without tokens. */
export async function observeText(options: ExplainOptions): Promise<Observation> {
  const { text } = options;
  if (text.ids.length === 0) throw new UserError('the text has no tokens', 'Give a text with at least one word.');
  const sentence = { index: 0, words: text.wordOfToken, ...sentenceOfText(text) };
  const [observation] = await unitsOf(options).observe([sentence]);
  return observation!;
}

/** What the model reads of a text, of no class. */
export function sentenceOfText({ ids, boundary }: ReadText): Sentence {
  return { ids, label: 0, ...(boundary !== undefined && { boundary }) };
}

/** Scores the tokens of a text by a method that does not use the mask. The model's program must have `attribute`. Errors: as `explain`. */
export async function rankTokens(options: ExplainOptions, by: AttributionMethod): Promise<TokenRanking> {
  const observation = await observeText(options);
  const [attribution] = await attributions[by](options, [observation]);
  return rankingOf(by, observation, attribution!);
}

export function rankingOf(
  by: AttributionMethod,
  { words, tokens }: Observation,
  { scores, errors }: Attribution,
): TokenRanking {
  const units = new Units(words, tokens);
  return {
    ...{ by, scores: Array.from(scores), words: Array.from(units.largest(scores)) },
    ...(errors && { errors: Array.from(units.largest(errors)) }),
  };
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

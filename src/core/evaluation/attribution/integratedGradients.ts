import type { Sentence } from '../../model/batch.ts';
import type { Observation } from '../observe.ts';
import type { Attribute, Attribution } from './attribution.ts';
import { marginDirection } from './margin.ts';
import { slopesAt, type Slopes } from './slopes.ts';

/**
 * Largest allowed gap between the sum of the scores and the change of the margin from the baseline to the sentence, as a share of that
 * change, or of 1 logit if the change is smaller.
 */
export const completenessTolerance = 0.02;

/** Denser near 0, where the positional encodings are as large as the embeddings and the margin changes most. */
const firstShares = Array.from({ length: 9 }, (_, i) => (i / 8) ** 2);
/** Maximum number of rounds in which parts of a path are halved. */
const maxRounds = 12;

/**
 * Integrated gradients (Sundararajan et al. 2017, arXiv 1703.01365) of the margin along the straight path from masked embeddings of
 * zero to those of the sentence; keep probabilities and positions are constant. The path is divided into parts that are integrated by the
 * trapezoidal rule. The margin at the ends of a part is known, so its integration error is known as well. Parts with large errors are halved
 * until the sum of all errors is within the tolerance.
 */
export const integratedGradients: Attribute = async (model, observations, signal) => {
  const paths = observations.map((observation) => new Path(observation));
  for (let round = 0; round <= maxRounds; round++) {
    const requests = paths.flatMap((path) => path.nextShares().map((share) => ({ path, share })));
    if (requests.length === 0) break;
    const points = requests.map(({ path, share }) => ({
      ...path.sentence,
      share,
      direction: path.direction,
    }));
    const found = await slopesAt(model, points, signal);
    found.forEach((slopes, i) => requests[i]!.path.add({ ...slopes, share: requests[i]!.share }));
  }
  return paths.map((path) => path.attribution());
};

interface PathSample extends Slopes {
  readonly share: number;
}

/** The samples of the path to one sentence. */
class Path {
  readonly sentence: Sentence;
  readonly direction: Float32Array;
  readonly #tokens: number;
  /** By ascending share. */
  #samples: PathSample[] = [];

  constructor(observation: Observation) {
    this.sentence = observation;
    this.#tokens = observation.tokens;
    this.direction = marginDirection(observation);
  }

  add(point: PathSample): void {
    this.#samples.push(point);
    this.#samples.sort((a, b) => a.share - b.share);
  }

  /** The shares at which slopes are needed next; none if the errors are small enough. */
  nextShares(): readonly number[] {
    if (this.#samples.length === 0) return firstShares;
    const parts = this.#parts();
    const allowed = completenessTolerance * Math.max(1, Math.abs(this.#change()));
    const errors = parts.map(([from, to]) => Math.abs(integral(from, to, sum) - (to.margin - from.margin)));
    if (errors.reduce((total, error) => total + error, 0) <= allowed) return [];
    return parts.filter((_, p) => errors[p]! > allowed / parts.length).map(([from, to]) => (from.share + to.share) / 2);
  }

  attribution(): Attribution {
    const scores = new Float64Array(this.#tokens);
    for (const [from, to] of this.#parts()) {
      for (let i = 0; i < scores.length; i++) scores[i]! += integral(from, to, (slopes) => slopes[i]!);
    }
    const logits = Math.abs(sum(scores) - this.#change());
    return { scores, gap: { logits, share: logits / Math.max(1, Math.abs(this.#change())) } };
  }

  #parts(): (readonly [PathSample, PathSample])[] {
    return this.#samples.slice(1).map((to, p) => [this.#samples[p]!, to] as const);
  }

  /** The change of the margin from the baseline to the sentence. */
  #change(): number {
    return this.#samples.at(-1)!.margin - this.#samples[0]!.margin;
  }
}

function integral(from: PathSample, to: PathSample, of: (slopes: Float32Array) => number): number {
  return ((to.share - from.share) * (of(from.slopes) + of(to.slopes))) / 2;
}

function sum(values: Float32Array | Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

import type { Observation } from '../observe.ts';
import type { Attribute, Attribution } from './attribution.ts';
import { marginDirection } from './margin.ts';
import { slopesAt, type Slopes } from './slopes.ts';

/**
 * Largest gap between the sum of the scores and what they are to add up to: as a share of the margin's change from the baseline to the
 * sentence, or of 1 logit where it changes by less.
 */
export const completenessTolerance = 0.02;

/** Closer towards zero: there the positions are still as large as the embeddings, and the margin turns most. */
const firstShares = Array.from({ length: 9 }, (_, i) => (i / 8) ** 2);
/** Halvings after which a path is left as it is. */
const maxRounds = 12;

/**
 * Integrated gradients (Sundararajan et al. 2017, arXiv 1703.01365) of the margin along the straight path from masked embeddings of
 * zero, keep probabilities and positions held, to the sentence's own. By the trapezoidal rule on parts of the path: since the margin
 * at their ends is known, so is the error of each, and those that err are halved until all errors together are within the tolerance.
 */
export const integratedGradients: Attribute = async (model, observations, signal) => {
  const paths = observations.map((observation) => new Path(observation));
  for (let round = 0; round <= maxRounds; round++) {
    const asked = paths.flatMap((path) => path.missing().map((share) => ({ path, share })));
    if (asked.length === 0) break;
    const points = asked.map(({ path, share }) => ({
      ids: path.ids,
      label: 0 as const,
      share,
      direction: path.direction,
    }));
    const found = await slopesAt(model, points, signal);
    found.forEach((slopes, i) => asked[i]!.path.add({ ...slopes, share: asked[i]!.share }));
  }
  return paths.map((path) => path.attribution());
};

interface Known extends Slopes {
  readonly share: number;
}

/** What is known of the path to one sentence. */
class Path {
  readonly ids: Int32Array;
  readonly direction: Float32Array;
  readonly #tokens: number;
  /** By rising share. */
  #known: Known[] = [];

  constructor(observation: Observation) {
    this.ids = observation.ids;
    this.#tokens = observation.tokens;
    this.direction = marginDirection(observation);
  }

  add(point: Known): void {
    this.#known.push(point);
    this.#known.sort((a, b) => a.share - b.share);
  }

  /** Shares at which the slopes are wanted next: none where the errors are small enough. */
  missing(): readonly number[] {
    if (this.#known.length === 0) return firstShares;
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

  #parts(): (readonly [Known, Known])[] {
    return this.#known.slice(1).map((to, p) => [this.#known[p]!, to] as const);
  }

  /** Of the margin, from the baseline to the sentence. */
  #change(): number {
    return this.#known.at(-1)!.margin - this.#known[0]!.margin;
  }
}

function integral(from: Known, to: Known, of: (slopes: Float32Array) => number): number {
  return ((to.share - from.share) * (of(from.slopes) + of(to.slopes))) / 2;
}

function sum(values: Float32Array | Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

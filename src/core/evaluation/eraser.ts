import * as z from 'zod';
import type { Outcome } from './removalQueue.ts';

/**
 * ERASER's measures (DeYoung et al. 2020, arXiv 1911.03429) on VMASK's ranking of tokens, as changes of the probability of the class
 * that the unchanged text is predicted to be, averaged over sentences. Comprehensiveness: the loss from deleting the top tokens, higher is
 * better. Sufficiency: the loss from keeping only them, lower is better. AOPC: the mean over `fractions`, which are its bins.
 * (The paper's formula counts the empty removal as one more bin, of value 0; the mean leaves it out, as is usual in practice.)
 */
export const eraserSchema = z.object({
  /** The fractions above 0. */
  fractions: z.array(z.number()).readonly(),
  comprehensiveness: z.array(z.number()).readonly(),
  sufficiency: z.array(z.number()).readonly(),
  aopc_compr: z.number(),
  aopc_suff: z.number(),
});
export type EraserReport = z.output<typeof eraserSchema>;

/** Sums up over sentences for an `EraserReport`. */
export class EraserTally {
  /** The bins: those of the given fractions that are above 0. */
  readonly fractions: readonly number[];
  readonly #comprehensiveness: number[];
  readonly #sufficiency: number[];
  #sentences = 0;

  constructor(fractions: readonly number[]) {
    this.fractions = fractions.filter((fraction) => fraction > 0);
    this.#comprehensiveness = this.fractions.map(() => 0);
    this.#sufficiency = this.fractions.map(() => 0);
  }

  /** Outcomes by bin: without the top tokens, and with only them. */
  add(unchanged: Outcome, without: readonly Outcome[], only: readonly Outcome[]): void {
    this.#sentences++;
    this.fractions.forEach((_, f) => {
      this.#comprehensiveness[f]! += unchanged.probability - without[f]!.probability;
      this.#sufficiency[f]! += unchanged.probability - only[f]!.probability;
    });
  }

  /** null if nothing was added or no fraction is above 0. */
  report(): EraserReport | null {
    if (this.#sentences === 0 || this.fractions.length === 0) return null;
    const comprehensiveness = this.#comprehensiveness.map((sum) => sum / this.#sentences);
    const sufficiency = this.#sufficiency.map((sum) => sum / this.#sentences);
    return {
      fractions: this.fractions,
      comprehensiveness,
      sufficiency,
      aopc_compr: mean(comprehensiveness),
      aopc_suff: mean(sufficiency),
    };
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

import { gatherRows } from '../../model/activationRows.ts';
import type { EncodedSentence, FeatureUnits } from './featureUnits.ts';

/** Sums the variance of activations at the tokens of texts, and what a reconstruction misses of it. */
export class VarianceTally {
  #rows = 0;
  #squares = 0;
  #errors = 0;
  #sums: Float64Array | undefined;

  async add(
    { activations, features, content }: EncodedSentence,
    units: Pick<FeatureUnits, 'units' | 'decode'>,
  ): Promise<void> {
    const found = await units.decode(gatherRows(features, content, units.units));
    const width = found.length / content.length;
    const own = gatherRows(activations, content, width);
    const sums = (this.#sums ??= new Float64Array(width));
    own.forEach((value, at) => {
      sums[at % width]! += value;
      this.#squares += value ** 2;
      this.#errors += (value - found[at]!) ** 2;
    });
    this.#rows += content.length;
  }

  /** Σ‖x − x̂‖² / Σ‖x − mean‖²; 0 where there is no variance. */
  unexplained(): number {
    const rows = this.#rows;
    const variance = this.#squares - (this.#sums?.reduce((sum, value) => sum + value ** 2 / rows, 0) ?? 0);
    return variance > 0 ? this.#errors / variance : 0;
  }
}

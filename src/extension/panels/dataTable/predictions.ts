import { LruCache } from '../../../common/lruCache.ts';
import type { PredictedText } from '../../../core/evaluation/explanation/predictedText.ts';
import type { DataTableRow } from '../../../protocol/dataTable.ts';

/** Texts whose words are kept: many times what is in view. */
const maxShaded = 2000;

export type Prediction = NonNullable<DataTableRow['prediction']>;

/** What is known of the predictions of a table's rows: 12 bytes a row, and the words of those that were in view last. */
export class Predictions {
  /** NaN: not known. */
  #margins = new Float32Array(0);
  #errors = new Float32Array(0);
  /** Numbers into `#classes`; −1: the text has no token. */
  #predicted = new Int32Array(0);
  readonly #classes: string[] = [];
  /** Another one after each change. */
  version = 0;
  readonly #words = new LruCache<PredictedText['words']>(maxShaded);

  set(index: number, label: string | null, text: PredictedText | null): void {
    this.#reserve(index + 1);
    this.version++;
    const { margin, error } = text ? marginsOf(text, label) : { margin: 0, error: null };
    this.#margins[index] = margin;
    this.#errors[index] = error ?? NaN;
    this.#predicted[index] = text ? this.#numberOf(text.predicted) : -1;
    if (text && text.words.length > 0) this.#words.set(String(index), text.words);
  }

  isKnown(index: number): boolean {
    return index < this.#margins.length && !Number.isNaN(this.#margins[index]);
  }

  /** Whether the prediction is wrong; null where it is not known, or there is no label. */
  isWrong(index: number): boolean | null {
    const error = this.#errors[index];
    return error === undefined || Number.isNaN(error) ? null : error > 0;
  }

  /** Whether its words are known as well. */
  isShaded(index: number): boolean {
    return this.isKnown(index) && (this.#predicted[index]! < 0 || this.#words.get(String(index)) !== undefined);
  }

  /** null: not known, or a text without tokens. */
  at(index: number): Prediction | null {
    if (!this.isKnown(index) || this.#predicted[index]! < 0) return null;
    const error = this.#errors[index]!;
    return {
      predicted: this.#classes[this.#predicted[index]!]!,
      isWrong: error > 0,
      margin: this.#margins[index]!,
      error: Number.isNaN(error) ? null : error,
    };
  }

  wordsAt(index: number): DataTableRow['words'] {
    const words = this.#words.get(String(index)) ?? [];
    return words.flatMap(({ start, end, keep }) =>
      keep === null ? [] : [[start, end, keep] as [number, number, number]],
    );
  }

  #numberOf(name: string): number {
    const at = this.#classes.indexOf(name);
    return at < 0 ? this.#classes.push(name) - 1 : at;
  }

  #reserve(count: number): void {
    const old = this.#margins.length;
    if (count <= old) return;
    const size = Math.max(count, 2 * old, 1024);
    const [margins, errors, predicted] = [
      new Float32Array(size).fill(NaN),
      new Float32Array(size).fill(NaN),
      new Int32Array(size),
    ];
    margins.set(this.#margins);
    errors.set(this.#errors);
    predicted.set(this.#predicted);
    [this.#margins, this.#errors, this.#predicted] = [margins, errors, predicted];
  }
}

/**
 * In logits. `margin`: of the predicted class over the next; `error`: of the largest other class over the label, above 0 where the prediction is wrong; null
 * without a label, or one that is no class of the model.
 */
export function marginsOf(
  { predicted, logits }: PredictedText,
  label: string | null,
): { margin: number; error: number | null } {
  const largestBut = (name: string) =>
    Math.max(...Object.entries(logits).flatMap(([each, logit]) => (each === name ? [] : [logit])));
  const own = label === null ? undefined : logits[label];
  return {
    margin: logits[predicted]! - largestBut(predicted),
    error: own === undefined ? null : largestBut(label!) - own,
  };
}

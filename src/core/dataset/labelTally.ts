import { UserError } from '../../common/userError.ts';
import { placeName } from '../../common/placeName.ts';
import { shortened } from '../../common/printable.ts';
import { maxClasses, type Example } from './source.ts';

/** At most so many labels are taken for classes without question, even if they are numbers with one row each. */
const maxUnquestioned = 5;
const minSwappedRows = 10;

export const swapSuspicion =
  'the columns look swapped (the labels are long and nearly all different, the texts are short and few)';

/** Counts the rows of each label of the training split, and notices columns that cannot be meant. */
export class LabelTally {
  /** Rows of each label, in the order of their first rows. */
  readonly counts = new Map<string, number>();
  readonly #numbers = new Map<string, number>();
  /** Different texts; no more are added when there are more than labels may be. */
  readonly #texts = new Set<string>();
  #rows = 0;
  #labelLength = 0;
  #textLength = 0;

  /** Returns the number of the label. Errors: UserError if there are too many labels. */
  add({ text, file, line }: Example, label: string): number {
    const number = this.#numbers.get(label) ?? this.#numbers.size;
    if (number === maxClasses) {
      const message = `${placeName(file, line)}: more than ${maxClasses} different labels, the last "${label.slice(0, 40)}"`;
      throw (
        this.#regressionError() ??
        new UserError(message, this.labelRemedy('Is dataset.labelColumn the column of the classes?'))
      );
    }
    this.#numbers.set(label, number);
    this.counts.set(label, (this.counts.get(label) ?? 0) + 1);
    this.#rows++;
    this.#labelLength += label.length;
    this.#textLength += text.length;
    if (this.#texts.size <= maxClasses) this.#texts.add(text);
    return number;
  }

  /** Whether the column of the labels has texts, and that of the texts has labels. */
  get looksSwapped(): boolean {
    return (
      this.#rows >= minSwappedRows &&
      this.counts.size >= 0.8 * this.#rows &&
      this.#texts.size <= 0.5 * this.#rows &&
      this.#labelLength > 2 * this.#textLength
    );
  }

  /** What to do about labels that cannot be used. */
  labelRemedy(otherwise: string): string {
    return this.looksSwapped ? `Exchange dataset.textColumn and dataset.labelColumn: ${swapSuspicion}.` : otherwise;
  }

  /** Errors: UserError if the labels are the numbers of a regression. */
  checkClasses(): void {
    const error = this.#regressionError();
    if (error) throw error;
  }

  #regressionError(): UserError | null {
    const labels = [...this.counts.keys()];
    const single = labels.filter((label) => this.counts.get(label) === 1).length;
    if (labels.length <= maxUnquestioned || 2 * single <= labels.length) return null;
    if (!labels.every((label) => Number.isFinite(Number(label)))) return null;
    const shown = labels.slice(0, 3).map((label) => shortened(label, 20));
    const message = `the labels are numbers (${shown.join(', ')}, …), and ${single} of the ${labels.length} different ones occur in one row only: SAFR learns classes and predicts no quantities`;
    const remedy =
      'Group the numbers into classes such as low and high, name another column as dataset.labelColumn, or list them as dataset.classes if they are classes.';
    return new UserError(message, remedy);
  }
}

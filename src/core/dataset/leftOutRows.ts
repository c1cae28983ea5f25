import { maxClasses } from './source.ts';

/** Counts the rows that are read but belong to no split. */
export class LeftOutRows {
  /** Rows of labels that are not among the classes; at most `maxClasses` of these labels. */
  readonly byLabel = new Map<string, number>();
  /** Rows of labels that are not among the classes. */
  otherClasses = 0;
  /** Rows of the larger classes, which are cut to the size of the smallest. */
  balanced = 0;

  addOther(label: string): void {
    this.otherClasses++;
    if (this.byLabel.size < maxClasses || this.byLabel.has(label))
      this.byLabel.set(label, (this.byLabel.get(label) ?? 0) + 1);
  }
}

import type { Rationales } from './rationale.ts';
import type { Finding } from './reading/finding.ts';

export type SplitName = 'train' | 'dev' | 'test';

/** A text with its class and its location; `line` counts from 1; in Parquet it is the number of the row, see `placeName`. */
export interface Example {
  readonly split: SplitName;
  readonly text: string;
  /** null in a test split without labels. */
  readonly label: string | null;
  /** Which parts of the text decide its label; left out where the data do not say. */
  readonly rationales?: Rationales;
  /** Values of the columns that slices name; null where the row has none. Left out without such columns. */
  readonly columns?: Readonly<Record<string, string | null>>;
  readonly file: string;
  readonly line: number;
}

/** A text of a split; `index` is its position in the split, from 0; `label` is '' in a test split without labels. */
export type DataText = Omit<Example, 'split' | 'label' | 'columns'> & {
  readonly index: number;
  readonly label: string;
};

/** A file that a data set was read from. Runs record it. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Archives only: whether it is identical to the one its authors publish. */
  readonly official?: boolean;
}

/** A source of examples. Every call of `read` yields the same examples in the same order, without keeping texts in memory. */
export interface Source {
  /** Labels in the order of the class numbers; null: all labels of the training split, sorted. */
  readonly classes: readonly string[] | null;
  readonly files: readonly SourceFile[];
  /** Shares of the training examples to set aside for splits that the source does not have; 0 if it has them. */
  readonly shares: { readonly dev: number; readonly test: number };
  /** Whether to cut the larger classes of the training split to the size of the smallest. */
  readonly balance: boolean;
  read(splits: readonly SplitName[]): AsyncIterable<Example>;
  /** What the readings so far found out about the files. */
  readonly findings?: () => readonly Finding[];
  /** Rows without text or label that the last reading of each file left out. */
  readonly emptyRows?: () => number;
}

export const allSplits = ['train', 'dev', 'test'] as const;

/** The largest number of classes. */
export const maxClasses = 1000;

export type SplitName = 'train' | 'dev' | 'test';

/** One text with its class, and where it stands: `line` counts from 1. */
export interface Example {
  readonly split: SplitName;
  readonly text: string;
  readonly label: string;
  readonly file: string;
  readonly line: number;
}

/** A text of a split by its number there. */
export type DataText = Omit<Example, 'split'> & { readonly index: number };

/** A file that a data set was read from, for the record of a run. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Archives only: is it, byte for byte, the one its authors publish? */
  readonly official?: boolean;
}

/** Where examples come from. Each reading yields the same examples in the same order; no text is kept. */
export interface Source {
  /** Labels in the order of the class numbers; null: all labels of train, sorted. */
  readonly classes: readonly string[] | null;
  readonly files: readonly SourceFile[];
  /** Shares of the training examples to set aside for splits that the source lacks; 0 where it has them. */
  readonly shares: { readonly dev: number; readonly test: number };
  /** Cut the larger classes of train to the size of the smallest? */
  readonly balance: boolean;
  read(splits: readonly SplitName[]): AsyncIterable<Example>;
}

export const allSplits = ['train', 'dev', 'test'] as const;

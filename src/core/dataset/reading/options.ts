import type { Experiment } from '../../experiment/schema.ts';

export type FilesDataset = Extract<Experiment['dataset'], { source: 'files' }>;

/** What a `files` data set says about how its files are read. */
export type ReadingOptions = Pick<
  FilesDataset,
  'format' | 'encoding' | 'delimiter' | 'quoting' | 'columns' | 'textColumn' | 'pair' | 'labelColumn' | 'emptyRows'
> &
  Partial<Pick<FilesDataset, 'rationaleColumn' | 'rationaleFormat'>> & {
    /** Other columns to read. */
    readonly otherColumns?: readonly string[];
  };

export type Format = NonNullable<FilesDataset['format']>;

/** The columns that make up the text, in order. */
export function textColumns({ textColumn }: Pick<ReadingOptions, 'textColumn'>): readonly string[] {
  return typeof textColumn === 'string' ? [textColumn] : textColumn;
}

/** The column of marked parts, if there is one. */
export function rationaleColumns({ rationaleColumn }: Pick<ReadingOptions, 'rationaleColumn'>): readonly string[] {
  return rationaleColumn === undefined ? [] : [rationaleColumn];
}

/** Whether a column is one of these, or a value nested in one: `review.text`. */
export function hasColumn(columns: readonly string[], column: string): boolean {
  return columns.includes(column) || columns.includes(column.split('.')[0]!);
}

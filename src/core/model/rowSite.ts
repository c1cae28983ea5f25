/** Rows that a block computes after its attention: all, or the first of each sentence. */
export interface BlockSite {
  readonly rows: 'rows' | 'sentences';
  /** The name that a buffer has at this site. */
  readonly own: (buffer: string) => string;
}

export const ofAllRows: BlockSite = { rows: 'rows', own: (buffer) => buffer };

export const ofFirstRows: BlockSite = { rows: 'sentences', own: (buffer) => `first.${buffer}` };

/** Rows that are computed before the first attention: those of the batch, or one per place (see `Size`). */
export interface RowSite {
  readonly rows: 'rows' | 'places';
  readonly typeOf: string;
  readonly position: string;
  readonly segment: string;
  /** The name that a buffer has at this site. */
  readonly own: (buffer: string) => string;
}

export const ofRows: RowSite = {
  rows: 'rows',
  typeOf: 'typeOf',
  position: 'position',
  segment: 'segment',
  own: (buffer) => buffer,
};

export const ofPlaces: RowSite = {
  rows: 'places',
  typeOf: 'typeOfPlace',
  position: 'positionOfPlace',
  segment: 'segmentOfPlace',
  own: (buffer) => `places.${buffer}`,
};

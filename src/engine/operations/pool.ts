/** out[b] = mean of the rows of sentence b. */
export interface MeanPool {
  op: 'meanPool';
  x: string; // [rows, D]
  starts: string;
  out: string; // [sentences, D]
}

export interface MeanPoolBackward {
  op: 'meanPoolBackward';
  dOut: string; // [sentences, D]
  starts: string;
  dX: string; // [rows, D]
}

/** out[b] = the first row of sentence b. */
export interface FirstToken {
  op: 'firstToken';
  x: string; // [rows, D]
  starts: string;
  out: string; // [sentences, D]
}

/** Rows that are not the first of their sentence have gradient 0. */
export interface FirstTokenBackward {
  op: 'firstTokenBackward';
  dOut: string; // [sentences, D]
  starts: string;
  dX: string; // [rows, D]
}

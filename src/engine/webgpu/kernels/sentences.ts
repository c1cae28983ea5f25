import type { BatchShape } from '../kernel.ts';
import { blocksOf } from './product.ts';
import type { Tile } from './tile.ts';

/** Tables that the executor computes for each batch: the `Sentence`s, and the index of the sentence of each row. */
export const sentenceTable = '$sentences';
export const sentenceOfRow = '$sentenceOf';

/**
 * WGSL for products per sentence (and head): declares `item`, its `sentence` and `block`. There are `items` items per sentence and
 * `maxBlocks` workgroups per item; those outside `rows` × `columns` (WGSL expressions) return.
 */
export const itemSetup = (items: string, maxBlocks: string, inside: string, rows: string, columns: string) => `
  let item = group / (${maxBlocks});
  let block = group % (${maxBlocks});
  if (item >= run.sentences * ${items}) { return; }
  let sentence = sentences[item / ${items}];
  let rows = ${rows};
  let columns = ${columns};
  if (block >= ${inside}) { return; }`;

/** Number of workgroups for products of at most [rows, columns] each. */
export const itemGroups = (tile: Tile, items: number, shape: BatchShape, rows: number, columns: number) =>
  shape.sentences * items * blocksOf(tile, rows, columns);

import type { BatchShape } from '../kernel.ts';
import { blocksOf } from './product.ts';
import type { Tile } from './tile.ts';

/** Tables that the executor computes for a batch: `Sentence`s, and the sentence of every row. */
export const sentenceTable = '$sentences';
export const sentenceOfRow = '$sentenceOf';

/**
 * WGSL, for products of one sentence (and head) each: `item`, its `sentence` and `block`; `maxBlocks` blocks are reserved for each, `items`
 * per sentence. Blocks beyond `rows` and `columns`, WGSL expressions, return.
 */
export const itemSetup = (items: string, maxBlocks: string, inside: string, rows: string, columns: string) => `
  let item = group / (${maxBlocks});
  let block = group % (${maxBlocks});
  if (item >= run.sentences * ${items}) { return; }
  let sentence = sentences[item / ${items}];
  let rows = ${rows};
  let columns = ${columns};
  if (block >= ${inside}) { return; }`;

/** Workgroups for a product of at most [rows, columns] each. */
export const itemGroups = (tile: Tile, items: number, shape: BatchShape, rows: number, columns: number) =>
  shape.sentences * items * blocksOf(tile, rows, columns);

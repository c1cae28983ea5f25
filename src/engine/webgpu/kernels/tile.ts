import { variants, type Kernel } from '../kernel.ts';

/** How a workgroup computes its block of a product: [rows, columns], `depth` steps of the sum at a time, [threadRows, threadColumns] per thread. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly threadRows: number;
  readonly threadColumns: number;
}

export const threadsOf = (tile: Tile) => (tile.rows / tile.threadRows) * (tile.columns / tile.threadColumns);

/** Bytes of workgroup memory that `product` uses. */
export const sharedBytes = ({ rows, columns, depth }: Tile) => 16 * depth * (rows / 4 + 1 + columns / 4 + 1);

const tile = (rows: number, columns: number, depth: number, threadRows: number, threadColumns: number): Tile => ({
  rows,
  columns,
  depth,
  threadRows,
  threadColumns,
});

/** Candidates by block size; which one of a size is the fastest depends on the adapter. */
export const tileVariants = {
  small: [tile(32, 32, 16, 4, 4), tile(32, 32, 32, 4, 4)],
  medium: [tile(64, 64, 16, 8, 4), tile(64, 64, 16, 4, 4), tile(64, 64, 16, 8, 8)],
  large: [tile(128, 128, 16, 8, 8), tile(128, 64, 16, 8, 8), tile(128, 128, 8, 8, 8)],
} as const satisfies Record<string, readonly Tile[]>;

export type TileSize = keyof typeof tileVariants;
export type Tiles = Readonly<Record<TileSize, Tile>>;

export const defaultTiles: Tiles = {
  small: tileVariants.small[0],
  medium: tileVariants.medium[0],
  large: tileVariants.large[0],
};

/** Least number of workgroups to dispatch; fewer leave parts of a GPU idle. */
export const enoughGroups = 192;

/** The largest tile that gives `enoughGroups` workgroups for `copies` products of [rows, columns]. */
export function chooseTile(tiles: Tiles, rows: number, columns: number, copies = 1): Tile {
  const fits = ({ rows: r, columns: c }: Tile) =>
    r <= 2 * rows && c <= 2 * columns && Math.ceil(rows / r) * Math.ceil(columns / c) * copies >= enoughGroups;
  return [tiles.large, tiles.medium].find(fits) ?? tiles.small;
}

/** Creates the variants of a kernel, one per tile. */
export function tiled<Key extends readonly (string | number | boolean)[]>(make: (tile: Tile, ...key: Key) => Kernel) {
  const byTile = new Map<Tile, (...key: Key) => Kernel>();
  return (tile: Tile, ...key: Key): Kernel => {
    const known = byTile.get(tile) ?? variants((...own: Key) => make(tile, ...own));
    byTile.set(tile, known);
    return known(...key);
  };
}

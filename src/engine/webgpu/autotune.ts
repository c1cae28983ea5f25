import type { Operation } from '../operations.ts';
import { noSizes, type Batch, type Program } from '../program.ts';
import { cachedMeasurement } from '../../common/measurementCache.ts';
import { WebgpuExecutor } from './executor.ts';
import type { Gpu } from './gpu.ts';
import {
  defaultTiles,
  sharedBytes,
  threadsOf,
  tileVariants,
  type Tile,
  type Tiles,
  type TileSize,
} from './kernels/tile.ts';

/** A product of each size for which `chooseTile` takes tiles of that size: [rows, ins] · [outs, ins]ᵀ. */
const yardsticks: Readonly<Record<TileSize, { rows: number; ins: number; outs: number }>> = {
  small: { rows: 640, ins: 256, outs: 256 },
  medium: { rows: 4096, ins: 256, outs: 256 },
  large: { rows: 4096, ins: 1024, outs: 1024 },
};
const repeats = 10;
const rounds = 5;

/** The fastest tiles of this adapter, measured once and cached. A processor that takes a GPU's place uses the default tiles. */
export async function tunedTiles(gpu: Gpu): Promise<Tiles> {
  if (gpu.found.software) return defaultTiles;
  const tiles: Record<TileSize, Tile> = { ...defaultTiles };
  for (const size of Object.keys(yardsticks) as TileSize[]) {
    const candidates = tileVariants[size].filter((tile) => fits(gpu, tile));
    const key = `tile ${size} of ${gpu.found.name}`;
    const chosen = await cachedMeasurement(key, candidates.map(nameOf), () => fastest(gpu, tiles, size, candidates));
    tiles[size] = candidates.find((tile) => nameOf(tile) === chosen)!;
  }
  return tiles;
}

const nameOf = ({ rows, columns, depth, threadRows, threadColumns }: Tile) =>
  `${rows}×${columns}×${depth} by ${threadRows}×${threadColumns}`;

const fits = ({ device: { limits } }: Gpu, tile: Tile) =>
  sharedBytes(tile) <= limits.maxComputeWorkgroupStorageSize &&
  threadsOf(tile) <= limits.maxComputeInvocationsPerWorkgroup;

async function fastest(gpu: Gpu, tiles: Tiles, size: TileSize, candidates: readonly Tile[]): Promise<string> {
  const times: { name: string; milliseconds: number }[] = [];
  for (const tile of candidates) {
    times.push({ name: nameOf(tile), milliseconds: await milliseconds(gpu, { ...tiles, [size]: tile }, size) });
  }
  return times.reduce((best, each) => (each.milliseconds < best.milliseconds ? each : best)).name;
}

/** Of the yardstick's products, the shortest of a few rounds. */
async function milliseconds(gpu: Gpu, tiles: Tiles, size: TileSize): Promise<number> {
  const { rows, ins, outs } = yardsticks[size];
  const executor = await WebgpuExecutor.start(gpu, productProgram(ins, outs, repeats), tiles);
  const batch: Batch = { sizes: { ...noSizes, rows }, inputs: {} };
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const begin = performance.now();
    await executor.run('product', batch);
    await executor.read('bias');
    times.push(performance.now() - begin);
  }
  await executor.close();
  return Math.min(...times.slice(1));
}

/** The same linear layer again and again. */
export function productProgram(ins: number, outs: number, times: number): Program {
  const state = (name: string, ...shape: number[]) => ({ name, type: 'f32', role: 'state', shape }) as const;
  const value = (name: string, width: number) =>
    ({ name, type: 'f32', role: 'value', shape: ['rows', width] }) as const;
  const names = { x: 'x', weight: 'weight', bias: 'bias', y: 'y' };
  const layer: Operation = { op: 'linear', rows: 'rows', activation: 'none', ...names };
  return {
    buffers: [value('x', ins), value('y', outs), state('weight', outs, ins), state('bias', outs)],
    routines: { product: Array.from({ length: times }, () => layer) },
  };
}

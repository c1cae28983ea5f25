import { existsSync } from 'node:fs';
import { openDataset } from '../src/core/dataset/dataset.ts';
import { permutation } from '../src/common/permutation.ts';
import { parseExperiment } from '../src/core/experiment/parseExperiment.ts';
import { makeBatch } from '../src/core/model/batch.ts';
import type { Batch } from '../src/engine/program.ts';
import { zipfBatch } from '../src/core/model/paperModel.ts';

const count = 9;

/** Folder of the archives; null where there is none. */
const dataFolder = process.env['SAFR_DATA'] ?? '../shared/data';
export const sst2Folder = existsSync(dataFolder) ? dataFolder : null;

/** Shuffled training batches of SST-2 if its archive is available (in the folder SAFR_DATA), else generated batches with similar lengths. */
export async function sst2Batches(): Promise<{ real: boolean; batches: Batch[] }> {
  if (sst2Folder === null) return { real: false, batches: generatedBatches() };
  const experiment = parseExperiment('{"dataset":{"source":"sst2"}}', 'bench.safr.json');
  const { train } = await openDataset(experiment, { baseDir: '.', dataDir: sst2Folder });
  const order = permutation(1, 1, train.length);
  const batches = Array.from({ length: count }, (_, b) => {
    const rows = Array.from(order.subarray(32 * b, 32 * (b + 1)));
    return makeBatch(
      rows.map((row) => ({ ids: train.ids(row), label: train.label(row) })),
      { padding: 'none' },
    );
  });
  return { real: true, batches };
}

function generatedBatches(): Batch[] {
  const lengths = (b: number) => Array.from({ length: 32 }, (_, i) => 7 + ((i * 11 + 3 * b) % 25));
  return Array.from({ length: count }, (_, b) => zipfBatch(lengths(b), { padding: 'none' }, b));
}

import { arch, cpus, release, type } from 'node:os';
import * as z from 'zod';

/**
 * A file of the data set, with its hash to distinguish runs on different data. `path` is relative to the folder of the experiment, with slashes;
 * absolute in older runs, and where the two have no folder in common.
 */
const dataFile = z.object({ path: z.string(), bytes: z.int(), sha256: z.string(), official: z.boolean().optional() });

/** `environment.json`: the software, machine and data that a run was made with. */
export const environmentSchema = z.object({
  safr: z.string(),
  node: z.string(),
  os: z.string(),
  cpu: z.string(),
  /** The device's description of itself. */
  device: z.string(),
  /** Number of threads requested; null: one per core. */
  threads: z.int().nullable(),
  data: z.array(dataFile).readonly(),
});
export type RunEnvironment = z.output<typeof environmentSchema>;

/** Describes this process and machine; the caller adds the product's version, device, threads and data files. */
export function describeEnvironment(
  known: Pick<RunEnvironment, 'safr' | 'device' | 'threads' | 'data'>,
): RunEnvironment {
  const { safr, ...rest } = known;
  const cores = cpus();
  return {
    safr,
    node: process.version,
    os: `${type()} ${release()} ${arch()}`,
    cpu: `${cores[0]?.model.trim() || 'unknown'}, ${cores.length} cores`,
    ...rest,
  };
}

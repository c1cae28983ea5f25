import { arch, cpus, release, type } from 'node:os';
import * as z from 'zod';

/** A file the data came from, so that a run can be told from one of other data. */
const dataFile = z.object({ path: z.string(), bytes: z.int(), sha256: z.string(), official: z.boolean().optional() });

/** `environment.json`: what a run was made with. */
export const environmentSchema = z.object({
  safr: z.string(),
  node: z.string(),
  os: z.string(),
  cpu: z.string(),
  /** What the device says of itself. */
  device: z.string(),
  /** Threads asked for; null: one a core. */
  threads: z.int().nullable(),
  data: z.array(dataFile).readonly(),
});
export type RunEnvironment = z.output<typeof environmentSchema>;

/** This process and machine, with what the caller knows: the product's version, device, threads and data files. */
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

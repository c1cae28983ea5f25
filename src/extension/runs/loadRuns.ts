import type { Studio } from '../studio.ts';

/** Reads the experiments and runs, for what is opened so soon after the start of the window that they may not have been read yet. */
export async function loadRuns({ experiments, runs }: Pick<Studio, 'experiments' | 'runs'>): Promise<void> {
  await experiments.load();
  await runs.load();
}

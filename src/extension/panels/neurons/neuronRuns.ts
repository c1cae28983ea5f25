import type { RunChoice } from '../../../protocol/neurons.ts';
import { runDescription } from '../../runs/runWords.ts';
import type { Studio } from '../../studio.ts';

/** The runs that can explain in place of one: those with weights of its experiment, newest first. */
export function runChoices({ runs, jobs }: Pick<Studio, 'runs' | 'jobs'>, directory: string): RunChoice[] {
  const experiment = runs.get(directory)?.experimentPath;
  if (experiment === undefined) return [];
  const evaluated = new Set(jobs.all.filter(({ kind }) => kind === 'evaluate').map((job) => job.directory));
  const able = runs.of(experiment).filter(({ hasWeights }) => hasWeights);
  return able.map((run) => ({
    directory: run.directory,
    name: run.id,
    description: runDescription(run, Date.now()),
    evaluating: evaluated.has(run.directory),
  }));
}

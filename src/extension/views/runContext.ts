import { whyNotResumable } from '../../core/runs/resumable.ts';
import type { Run } from '../../core/runs/readRun.ts';
import type { Studio } from '../studio.ts';

/** The words that `when` clauses of a run's menu look for. `explainRun`: the id that the settings choose. */
export function runContext(studio: Studio, run: Run, explainRun: string | undefined): string {
  const job = studio.jobs.of(run.experimentPath);
  const evaluable = !job && run.hasWeights && run.status !== 'running';
  const words = [
    'run',
    !job && !whyNotResumable(run) && 'resumable',
    evaluable && 'evaluable',
    evaluable && (run.summary === null ? 'unevaluated' : 'evaluated'),
    run.hasWeights && 'explainable',
    run.hasWeights && explainRun !== run.id && 'choosable',
    run.notes.pinned ? 'pinned' : 'unpinned',
    job?.directory === run.directory && 'busy',
    isSweeping(studio, run) && 'sweeping',
    run.status !== 'running' && 'deletable',
  ];
  return words.filter((word) => word !== false).join(' ');
}

/** Whether a run is being trained as an element of a sweep that this window runs. */
function isSweeping({ sweeps }: Studio, { directory, experimentPath, status }: Run): boolean {
  if (status !== 'running') return false;
  return (
    Boolean(sweeps.running(experimentPath)) &&
    Boolean(sweeps.get(experimentPath)?.runs.some((run) => run?.directory === directory))
  );
}

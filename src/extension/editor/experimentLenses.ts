import { measure } from '../../core/experiment/measures.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { whyNotResumable } from '../../core/runs/resumable.ts';
import type { Job } from '../compute/jobs.ts';
import { jobLine, lastRunLine } from '../runs/runWords.ts';
import { lens, type Lens } from './lens.ts';

export interface LensState {
  readonly experimentPath: string;
  readonly latest: Run | undefined;
  readonly job: Job | undefined;
  /** Whether the workspace is trusted: otherwise nothing may be computed. */
  readonly trusted: boolean;
}

/** The lenses above an experiment file: what can be done now, then the running job or the result of the last run. */
export function experimentLenses({ experimentPath, latest, job, trusted }: LensState): Lens[] {
  const experiment = { experiment: experimentPath };
  const dashboard = lens('$(graph-line) Dashboard', 'safr.openDashboard', experiment, 'Losses, accuracy and SRS');
  if (job) {
    const stop = lens('$(debug-stop) Stop', 'safr.stop', experiment, 'What is trained is kept');
    return [stop, dashboard, lens(`$(sync~spin) ${jobLine(job.progress)}`, 'safr.openDashboard', experiment)];
  }
  const run = latest && { run: latest.directory };
  const isRunning = latest?.status === 'running';
  const resumes = run && trusted && !whyNotResumable(latest);
  const evaluates = run && trusted && latest.hasWeights && !isRunning;
  return [
    ...(trusted ? [lens('$(play) Train', 'safr.train', experiment, 'Train and evaluate a new run')] : []),
    ...(resumes ? [lens('$(debug-continue) Resume', 'safr.resume', run, `Continue ${latest.id}`)] : []),
    ...(evaluates ? [lens('$(beaker) Evaluate', 'safr.evaluate', run, `Evaluate ${latest.id} on the test split`)] : []),
    dashboard,
    ...(run ? [lens(oneLine(lastRunLine(latest)), 'safr.openDashboard', run, lastRunTooltip(latest))] : []),
  ];
}

/** The id of the run, and what the shares of its line mean. */
function lastRunTooltip({ id, summary }: Run): string {
  const perText = `Monosemantic per text: ${measure('monosemanticShare').help} The dashboard also shows the share over the corpus.`;
  return summary ? `${id}\n${perText}` : id;
}

/** A reason may be long or contain the syntax of an icon. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('$(', '$ (');
  return line.length > 140 ? `${line.slice(0, 139)}…` : line;
}

import type { Run } from '../../core/runs/readRun.ts';
import { whyNotResumable } from '../../core/runs/resumable.ts';
import type { Job } from '../compute/jobs.ts';
import { jobLine, lastRunLine } from '../runs/runWords.ts';
import { lens, type Lens } from './lens.ts';

export interface LensState {
  readonly experimentPath: string;
  readonly latest: Run | undefined;
  readonly job: Job | undefined;
  /** Of the workspace: otherwise nothing may be computed. */
  readonly trusted: boolean;
}

/** What stands above an experiment file: what can be done now, then what goes on or came of the last run. */
export function experimentLenses({ experimentPath, latest, job, trusted }: LensState): Lens[] {
  const experiment = { experiment: experimentPath };
  const dashboard = lens('$(graph-line) Dashboard', 'safr.openDashboard', experiment, 'Losses, accuracy and SRS');
  if (job) {
    const stop = lens('$(debug-stop) Stop', 'safr.stop', experiment, 'What is trained is kept');
    return [stop, dashboard, lens(`$(sync~spin) ${jobLine(job.progress)}`, 'safr.openDashboard', experiment)];
  }
  const run = latest && { run: latest.directory };
  const going = latest?.status === 'running';
  const resumes = run && trusted && !whyNotResumable(latest);
  const evaluates = run && trusted && latest.hasWeights && !going;
  return [
    ...(trusted ? [lens('$(play) Train', 'safr.train', experiment, 'Train and evaluate a fresh run')] : []),
    ...(resumes ? [lens('$(debug-continue) Resume', 'safr.resume', run, `Go on with ${latest.id}`)] : []),
    ...(evaluates ? [lens('$(beaker) Evaluate', 'safr.evaluate', run, `Test ${latest.id}`)] : []),
    dashboard,
    ...(run ? [lens(oneLine(lastRunLine(latest)), 'safr.openDashboard', run, latest.id)] : []),
  ];
}

/** A reason may be long or hold what would be read as an icon. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('$(', '$ (');
  return line.length > 140 ? `${line.slice(0, 139)}…` : line;
}

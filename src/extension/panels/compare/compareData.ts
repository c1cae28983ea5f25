import { runNames } from '../../../core/comparison/runNames.ts';
import type { Run } from '../../../core/runs/readRun.ts';
import type { ComparedRun } from '../../../protocol/compare.ts';

/** Runs as the panel names them. `isBusy`: whether a job of the run's experiment is running. */
export function comparedRuns(runs: readonly Run[], isTrusted: boolean, isBusy: (run: Run) => boolean): ComparedRun[] {
  const names = runNames(runs);
  return runs.map((run, i) => {
    const evaluated = run.summary !== null;
    const idle = run.status !== 'running' && !isBusy(run);
    return {
      directory: run.directory,
      id: run.id,
      started: run.record.started,
      name: names[i]!,
      evaluated,
      canEvaluate: !evaluated && run.hasWeights && idle && isTrusted,
    };
  });
}

/** Longest name in the title of a tab. */
const maxNameLength = 40;

/** The title of the tab: what is compared, by the names of the runs. */
export function titleOf(names: readonly string[]): string {
  const [first, second, ...others] = names.map(short);
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `Compare ${first} with ${second}${more}`;
}

const short = (name: string) => (name.length > maxNameLength ? `${name.slice(0, maxNameLength - 1)}…` : name);

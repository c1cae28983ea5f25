import { compareRuns } from '../../../core/comparison/compareRuns.ts';
import { variantsOf } from '../../../core/comparison/configuration.ts';
import type { Run } from '../../../core/runs/readRun.ts';
import type { ComparedRun, Runs } from '../../../protocol/compare.ts';

/** What the panel draws of runs. `isBusy`: whether a job of the run's experiment is going. */
export function comparedRuns(
  runs: readonly Run[],
  isTrusted: boolean,
  isBusy: (run: Run) => boolean,
): Pick<Runs, 'runs' | 'groups' | 'configuration' | 'figures' | 'curves'> {
  const { configuration, groups, figures, curves } = compareRuns(runs);
  const variants = variantsOf(runs.map(({ experiment }) => experiment));
  return {
    runs: runs.map((run, i): ComparedRun => {
      const evaluated = run.evaluation !== null;
      const idle = run.status !== 'running' && !isBusy(run);
      return {
        directory: run.directory,
        id: run.id,
        started: run.record.started,
        variant: variants[i]!,
        evaluated,
        canEvaluate: !evaluated && run.hasWeights && idle && isTrusted,
      };
    }),
    groups,
    configuration,
    figures,
    curves,
  };
}

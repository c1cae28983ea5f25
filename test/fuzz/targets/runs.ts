import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { compareRuns } from '../../../src/core/comparison/compareRuns.ts';
import { reportHtml } from '../../../src/core/report/report.ts';
import { takeClaim } from '../../../src/core/runs/claim.ts';
import { readEvaluation } from '../../../src/core/runs/evaluationFile.ts';
import { trainingLock } from '../../../src/core/runs/leftovers.ts';
import { listRuns } from '../../../src/core/runs/listRuns.ts';
import { loadRunModel } from '../../../src/core/runs/loadRunModel.ts';
import { ownIdentity } from '../../../src/core/runs/owner.ts';
import { readDetails, readRun } from '../../../src/core/runs/readRun.ts';
import { runFiles } from '../../../src/core/runs/runFiles.ts';
import { truncateMetrics } from '../../../src/core/runs/metrics.ts';
import { runsOf } from '../../../src/core/sweep/elementRuns.ts';
import { readCheckpoint } from '../../../src/core/training/checkpoint.ts';
import { evaluationTable } from '../../../src/cli/output/evaluationTable.ts';
import { edits, headerEdits, jsonEdits, type Edit } from '../edits.ts';
import { filesOf, shape, writeStoredRun } from '../storedRun.ts';
import { reading, type Target } from '../target.ts';

const { weights, checkpoint } = runFiles;

function editOf(name: string): fc.Arbitrary<Edit> {
  return fc.oneof(
    { weight: 1, arbitrary: edits },
    { weight: 2, arbitrary: [weights, checkpoint].some((tensors) => tensors === name) ? headerEdits : jsonEdits },
  );
}

/** A run of which one file, or two, was damaged. */
export const runTarget: Target = {
  name: 'run files',
  share: 12,
  async open(folder) {
    const directory = await writeStoredRun(folder);
    const { experiment } = await readRun(directory);
    const stored = filesOf(directory);
    const sweep = { experimentPath: join(folder, 'small.safr.json'), elements: [{ experiment }] };
    const lock = { name: `${trainingLock}.1`, bytes: Buffer.from(JSON.stringify(await ownIdentity())) };
    const damage = fc
      .constantFrom(...stored.keys())
      .chain((name) => editOf(name).map((edit) => ({ name, bytes: edit(stored.get(name)!) })));
    const damagedLock = fc.oneof(jsonEdits, edits).map((edit) => ({ ...lock, bytes: edit(lock.bytes) }));
    let isDamaged = new Set<string>();
    return reading({
      inputs: fc.array(fc.oneof({ weight: 12, arbitrary: damage }, { weight: 1, arbitrary: damagedLock }), {
        minLength: 1,
        maxLength: 2,
      }),
      reads(damaged) {
        for (const [name, bytes] of stored) if (isDamaged.has(name)) writeFileSync(join(directory, name), bytes);
        rmSync(join(directory, lock.name), { force: true });
        isDamaged = new Set([runFiles.metrics, ...damaged.map(({ name }) => name)]); // reading truncates the metrics
        for (const { name, bytes } of damaged) writeFileSync(join(directory, name), bytes);
        return [
          async () => {
            const { runs, unreadable } = await listRuns(dirname(directory));
            for (const { problem } of unreadable) throw problem;
            return runs;
          },
          async () => {
            const run = await readDetails(await readRun(directory));
            reportHtml({ run, features: [], lines: [], whyNoLines: null });
            compareRuns([run, run]);
            if (run.evaluation) evaluationTable(run.evaluation);
          },
          () => readEvaluation(directory, 'dev'),
          () => loadRunModel(directory),
          () => readCheckpoint(join(directory, checkpoint), shape, { seed: 1, experiment: '' }),
          () => runsOf(sweep, dirname(directory)),
          async () => (await takeClaim(directory, trainingLock, 'it is being trained')).release(),
          () => truncateMetrics(join(directory, runFiles.metrics), 20, 1),
        ];
      },
    });
  },
};

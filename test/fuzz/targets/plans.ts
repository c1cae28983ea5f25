import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readJobs, slurmFolder } from '../../../src/client/slurm/submitted.ts';
import { accountedIn, tasksIn } from '../../../src/client/slurm/queue.ts';
import { plansOf, readPlanned, writePlan } from '../../../src/core/sweep/plan.ts';
import { parseSweep } from '../../../src/core/sweep/readSweep.ts';
import { edits, jsonEdits } from '../edits.ts';
import { reading, type Target } from '../target.ts';

const experiment = { dataset: { source: 'planted' }, sweep: { seed: [1, 2], 'safr.preset': ['plain', 'safr'] } };
const jobs = [{ job: 12, elements: '1-4', submitted: '2025-01-31T14:02:00.000Z' }];
const queue = '12_1|RUNNING|None|node1\n12_[2-4%2]|PENDING|Resources|\n';

/** The plan of a sweep, and what is stored of its jobs on a cluster. */
export const planTarget: Target = {
  name: 'sweep plans',
  share: 4,
  async open(folder) {
    const experimentPath = join(folder, 'fuzz.safr.json');
    const plan = await writePlan(parseSweep(JSON.stringify(experiment), experimentPath)!, folder);
    const stored = readFileSync(plan);
    const slurm = slurmFolder(plan);
    mkdirSync(slurm.path);
    const edit = fc.oneof({ weight: 2, arbitrary: jsonEdits }, { weight: 1, arbitrary: edits });
    return reading({
      inputs: fc.record({
        plan: edit.map((change) => change(stored)),
        jobs: edit.map((change) => change(Buffer.from(JSON.stringify(jobs)))),
        queue: edits.map((change) => change(Buffer.from(queue)).toString()),
      }),
      reads: (input) => [
        () => {
          writeFileSync(plan, input.plan);
          writeFileSync(join(slurm.path, 'jobs.json'), input.jobs);
          return readPlanned(plan, 1);
        },
        () => plansOf(experimentPath, folder),
        () => readJobs(slurm),
        () => [tasksIn(input.queue), accountedIn(input.queue)],
      ],
    });
  },
};

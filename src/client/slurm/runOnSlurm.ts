import { Following, type Ends, type FollowingOptions } from './following.ts';
import { isOver, readQueue } from './queue.ts';
import { ranges, submit } from './submit.ts';

/**
 * Runs the pending elements on the cluster: those already in its queue, from an earlier call, are followed, the others submitted.
 * Aborting ends the following only; the jobs continue. Errors: UserError if Slurm is not installed or refuses.
 */
export async function runOnSlurm(options: FollowingOptions): Promise<Ends> {
  const { folder, pending, listener } = options;
  const queue = await readQueue(folder.jobName);
  const isQueued = (number: number) => queue.has(number) && !isOver(queue.get(number)!);
  const [queued, others] = [pending.filter(isQueued), pending.filter((number) => !isQueued(number))];
  if (queued.length > 0) {
    const jobs = new Set(queued.map((number) => queue.get(number)!.job));
    listener.announced(`following job ${[...jobs].join(', ')}, submitted before: elements ${ranges(queued)}`);
  }
  if (others.length > 0) {
    const job = await submit(options, others);
    listener.announced(`submitted job ${job}: elements ${ranges(others)}; script and logs in ${folder.path}`);
  }
  return new Following(options).untilEnded();
}

import { Following, type Ends, type FollowingOptions } from './following.ts';
import { isOver, readQueue } from './queue.ts';
import { ranges, submit } from './submit.ts';

/**
 * Brings the pending elements to their ends on the cluster: those that are in its queue already, from an earlier call, are followed, the
 * others submitted. Aborting follows no more; the jobs go on. Errors: UserError where Slurm is not there or refuses.
 */
export async function runOnSlurm(options: FollowingOptions): Promise<Ends> {
  const { folder, pending, listener } = options;
  const queue = await readQueue(folder.jobName);
  const isQueued = (number: number) => queue.has(number) && !isOver(queue.get(number)!);
  const [queued, others] = [pending.filter(isQueued), pending.filter((number) => !isQueued(number))];
  if (queued.length > 0) {
    const jobs = new Set(queued.map((number) => queue.get(number)!.job));
    listener.said(`following job ${[...jobs].join(', ')}, submitted before: elements ${ranges(queued)}`);
  }
  if (others.length > 0) {
    const job = await submit(options, others);
    listener.said(`submitted job ${job}: elements ${ranges(others)}; script and logs in ${folder.path}`);
  }
  return new Following(options).untilEnded();
}

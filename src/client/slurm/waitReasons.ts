/** What Slurm's reasons mean for whoever waits. */
const meanings: Readonly<Record<string, string>> = {
  Resources: 'no node is free yet',
  Priority: 'others come first',
  JobArrayTaskLimit: 'as many run as --jobs allows',
  BeginTime: 'Slurm lets some time pass before it begins one anew',
  PartitionDown: 'the partition takes no jobs now',
  PartitionInactive: 'the partition takes no jobs now',
  PartitionTimeLimit: '--time is more than the partition allows: cancel, and ask for less',
  PartitionNodeLimit: 'it asks for more than the partition has: cancel, and ask for less',
  ReqNodeNotAvail: 'the nodes it could use are down or reserved',
  InvalidAccount: 'the account may not be used here: cancel, and choose another by --account',
  BadConstraints: 'no node can ever be what it asks for: cancel, and ask for less',
  JobHeldUser: 'held; `scontrol release` lets it go',
  JobHeldAdmin: 'held by the administrators of the cluster',
  JobHoldMaxRequeue: 'held, as it was begun anew too often; `scontrol release` lets it go',
};

/** "Priority (others come first)": a reason of Slurm's, with what it means where that is known. */
export function reasonText(reason: string): string {
  const meaning = meanings[reason] ?? (reason.startsWith('ReqNodeNotAvail') ? meanings['ReqNodeNotAvail'] : undefined);
  return meaning === undefined ? reason : `${reason} (${meaning})`;
}

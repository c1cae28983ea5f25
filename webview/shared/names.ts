/** When a run was started (ISO 8601), in local time: "Nov 22, 19:30:23". */
export function timeOf(started: string): string {
  return new Date(started).toLocaleString('en-US', {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
}

/** The same for several runs, without the day if it is the same for all. */
export function shortTimes(started: readonly string[]): string[] {
  const times = started.map((time) => timeOf(time).split(', ') as [day: string, clock: string]);
  const days = new Set(times.map(([day]) => day));
  return times.map(([day, clock]) => (days.size > 1 ? `${day}, ${clock}` : clock));
}

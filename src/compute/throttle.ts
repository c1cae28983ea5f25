import type { WorkflowEvent } from '../core/workflow/workflowEvent.ts';

/** Milliseconds between two events of these kinds: a person cannot read faster, and each costs a message. */
const interval = 100;
const frequent: ReadonlySet<WorkflowEvent['kind']> = new Set(['download', 'read', 'step', 'measured']);

/** Passes on all events but those of a frequent kind that follow another of it too soon. */
export function throttled(tell: (event: WorkflowEvent) => void): (event: WorkflowEvent) => void {
  const told = new Map<WorkflowEvent['kind'], number>();
  return (event) => {
    const now = performance.now();
    if (frequent.has(event.kind)) {
      if (now - (told.get(event.kind) ?? -Infinity) < interval) return;
      told.set(event.kind, now);
    }
    tell(event);
  };
}

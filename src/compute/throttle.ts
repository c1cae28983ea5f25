import type { WorkflowEvent } from '../core/workflow/workflowEvent.ts';

/** Between two events of a frequent kind: people cannot read faster, and each costs a message. */
const intervalMs = 100;
const frequent: ReadonlySet<WorkflowEvent['kind']> = new Set(['download', 'read', 'step', 'measured']);

/** Passes on events, of each frequent kind at most one per interval. */
export function throttled<E extends WorkflowEvent>(onEvent: (event: E) => void): (event: E) => void {
  const passedAt = new Map<WorkflowEvent['kind'], number>();
  return (event) => {
    const now = performance.now();
    if (frequent.has(event.kind)) {
      if (now - (passedAt.get(event.kind) ?? -Infinity) < intervalMs) return;
      passedAt.set(event.kind, now);
    }
    onEvent(event);
  };
}

import { note } from './output/print.ts';

/** Thrown by a command that was interrupted before it had a result. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Aborts at the first Ctrl-C (or SIGTERM), so that the command ends cleanly; the second ends the process at once. `message` says
 * what the first one does.
 */
export function interruptSignal(message: string): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130);
    note('', message);
    controller.abort(new Interrupted('interrupted'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}

import { note } from './output/print.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Thrown by a command that was interrupted before it had a result. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Aborts at the first Ctrl-C (or SIGTERM), so that the command ends cleanly. The second ends the process at once, also during a long
 * computation: the system handles it, as no handler of ours is left. `message` says what the first one does.
 */
export function interruptSignal(message: string): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    for (const signal of signals) process.off(signal, interrupt);
    note('', message);
    controller.abort(new Interrupted('interrupted'));
  };
  for (const signal of signals) process.on(signal, interrupt);
  return controller.signal;
}

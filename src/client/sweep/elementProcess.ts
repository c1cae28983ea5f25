import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { text } from 'node:stream/consumers';
import { reasonIn } from './reasonIn.ts';

/**
 * What the process of an element reports: its progress, 0 to 1, for the first time when its data set is read; or why it waits for another
 * process.
 */
export type ElementProgress = { readonly share: number } | { readonly waitsFor: string };

export type ElementEnd = { readonly state: 'done' | 'stopped' } | { readonly state: 'failed'; readonly reason: string };

/** The command line, as it is started for an element. */
export interface ElementProgram {
  /** The built script. */
  readonly script: string;
  /** Node's own options. */
  readonly execArgv: readonly string[];
  /** Of `safr sweep`, without --element: the plan and the options of all elements. */
  readonly args: readonly string[];
  /** Variables in addition to the parent's; undefined: not passed on. */
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  /** For the operating system, as `os.setPriority` has it; the parent's unless given. */
  readonly priority?: number;
}

export interface StartedElement {
  readonly ended: Promise<ElementEnd>;
  /** Asks it to end after the current step, keeping what is trained. */
  stop(): void;
}

/** What asks an element to stop where there are no signals. */
export const stopMessage = 'stop';

/** As documented in `safr --help`. */
const exitCodes = { done: 0, stopped: 130 };

/**
 * Starts an element in its own process: `safr sweep PLAN --element N`, as a task of a job array does. It is detached, so that Ctrl-C in
 * a terminal reaches it through its parent only; it exits with its parent, however that ends.
 * `number`: from 1.
 */
export function startElement(
  { script, execArgv, args, env, priority }: ElementProgram,
  number: number,
  onProgress: (progress: ElementProgress) => void,
): StartedElement {
  const child = fork(script, ['sweep', ...args, '--element', String(number)], {
    execArgv: [...execArgv],
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  if (priority !== undefined && child.pid !== undefined) lower(child.pid, priority);
  child.on('message', (message) => onProgress(message as ElementProgress));
  let isStopping = false;
  const stop = () => {
    isStopping = true;
    // On Windows, `kill` would end the process at once, without what is trained since its last epoch.
    if (process.platform === 'win32') child.send(stopMessage, () => undefined);
    else child.kill('SIGINT');
  };
  return { ended: endOf(child, () => isStopping), stop };
}

function lower(pid: number, priority: number): void {
  try {
    setPriority(pid, priority);
  } catch {
    // It has ended, which `ended` reports, or the system does not allow it: then it keeps its priority.
  }
}

/** `isStopping`: whether it was asked to stop; a process that has just started cannot handle the signal yet and ends by it. */
async function endOf(child: ReturnType<typeof fork>, isStopping: () => boolean): Promise<ElementEnd> {
  try {
    const [stderr, [code, signal]] = await Promise.all([
      text(child.stderr!),
      once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
    ]);
    if (code === exitCodes.done) return { state: 'done' };
    if (code === exitCodes.stopped || (signal === 'SIGINT' && isStopping())) return { state: 'stopped' };
    return {
      state: 'failed',
      reason: reasonIn(stderr) ?? (signal === null ? `exit code ${code}` : `ended by ${signal}`),
    };
  } catch (error) {
    return { state: 'failed', reason: (error as Error).message };
  }
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { text } from 'node:stream/consumers';
import { reasonIn } from './reasonIn.ts';

/** What an element's process tells: how far it is, 0 to 1; the first time when its data are read. */
export interface ElementProgress {
  readonly share: number;
}

export type ElementEnd = { readonly state: 'done' | 'stopped' } | { readonly state: 'failed'; readonly reason: string };

/** The command line, as it is started for an element. */
export interface ElementProgram {
  /** The built script. */
  readonly script: string;
  /** Node's own options. */
  readonly execArgv: readonly string[];
  /** Of `safr sweep`, beside --element: the plan and what every element needs. */
  readonly args: readonly string[];
  /** Variables beside the parent's; undefined: not handed on. */
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  /** For the operating system, as `os.setPriority` has it; the parent's unless given. */
  readonly priority?: number;
}

export interface StartedElement {
  readonly ended: Promise<ElementEnd>;
  /** Asks it to end soon, keeping what is trained. */
  stop(): void;
}

/** As `safr --help` tells them. */
const exitCodes = { done: 0, stopped: 130 };

/**
 * An element in a process of its own: `safr sweep PLAN --element N`, the same as a task of a job array runs, so that there is one way
 * to run an element. Detached, a terminal's Ctrl-C reaches it through its parent only; it ends with its parent, however that dies.
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
  return { ended: endOf(child), stop: () => void child.kill('SIGINT') };
}

function lower(pid: number, priority: number): void {
  try {
    setPriority(pid, priority);
  } catch {
    // It is no more, which `ended` tells, or the system does not allow it: then it computes as it is.
  }
}

async function endOf(child: ReturnType<typeof fork>): Promise<ElementEnd> {
  try {
    const [said, [code, signal]] = await Promise.all([
      text(child.stderr!),
      once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
    ]);
    if (code === exitCodes.done) return { state: 'done' };
    if (code === exitCodes.stopped) return { state: 'stopped' };
    return {
      state: 'failed',
      reason: reasonIn(said) ?? (signal === null ? `exit code ${code}` : `ended by ${signal}`),
    };
  } catch (error) {
    return { state: 'failed', reason: (error as Error).message };
  }
}

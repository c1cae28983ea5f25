import { fork } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { ElementOptions } from '../../core/sweep/runElement.ts';
import type { WorkflowEvent } from '../../core/workflow/workflowEvent.ts';
import { exitCodes } from '../exitCodes.ts';

/** What an element's process tells: how far it is, 0 to 1; the first time when its data are read. */
export interface ElementProgress {
  readonly share: number;
}

export type ElementEnd = { readonly state: 'done' | 'stopped' } | { readonly state: 'failed'; readonly reason: string };

export interface StartedElement {
  readonly ended: Promise<ElementEnd>;
  /** Asks it to end soon, keeping what is trained. */
  stop(): void;
}

/**
 * An element in a process of its own: `safr sweep PLAN --element N`, the same as a task of a job array runs, so that there is one way
 * to run an element. Detached, a terminal's Ctrl-C reaches it through its parent only; it ends with its parent, however that dies.
 */
export function startElement(args: readonly string[], onProgress: (progress: ElementProgress) => void): StartedElement {
  const child = fork(process.argv[1]!, ['sweep', ...args], {
    execArgv: [],
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.on('message', (message) => onProgress(message as ElementProgress));
  return { ended: endOf(child), stop: () => void child.kill('SIGINT') };
}

async function endOf(child: ReturnType<typeof fork>): Promise<ElementEnd> {
  try {
    const [said, [code, signal]] = await Promise.all([
      text(child.stderr!),
      once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
    ]);
    if (code === exitCodes.ok) return { state: 'done' };
    if (code === exitCodes.interrupted) return { state: 'stopped' };
    return {
      state: 'failed',
      reason: reasonIn(said) ?? (signal === null ? `exit code ${code}` : `ended by ${signal}`),
    };
  } catch (error) {
    return { state: 'failed', reason: (error as Error).message };
  }
}

/** Its error with the remedy, else the last line that names one. */
function reasonIn(said: string): string | undefined {
  const lines = said.split('\n');
  const after = (word: string) => lines.find((line) => line.startsWith(word))?.slice(word.length);
  const [message, remedy] = [after('error: '), after('remedy: ')];
  if (message !== undefined) return [message, remedy].filter((part) => part !== undefined).join('. ');
  return lines.findLast((line) => /^(?=\S).*error/i.test(line))?.trim();
}

/** Milliseconds between two messages. */
const interval = 100;
/** Of the whole, the training; the evaluation is the rest. */
const trainingShare = 0.8;

/** On the element's side: tells the parent, where there is one, and ends with it. */
export function tellParent(): ElementOptions['onEvent'] {
  if (!process.send) return undefined;
  process.on('disconnect', () => process.exit(exitCodes.interrupted));
  process.channel?.unref(); // listening alone would keep the process from ending
  let epochs = 1;
  let told = -Infinity;
  const tell = (share: number, frequent = true) => {
    if (frequent && performance.now() - told < interval) return;
    told = performance.now();
    process.send!({ share } satisfies ElementProgress, () => undefined);
  };
  return (event: WorkflowEvent) => {
    if (event.kind === 'data') tell(0, false);
    else if (event.kind === 'start') epochs = event.epochs;
    else if (event.kind === 'step') tell((trainingShare * event.step) / (epochs * event.stepsPerEpoch));
    else if (event.kind === 'measured') tell(trainingShare + ((1 - trainingShare) * event.sentences) / event.of);
  };
}

import { startElement, type ElementProgram, type StartedElement } from './elementProcess.ts';
import type { SweepListener } from './sweepListener.ts';

export interface RunElementsOptions {
  readonly program: ElementProgram;
  /** Numbers of the elements to run, from 1. */
  readonly pending: readonly number[];
  /** Elements at a time. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly listener: SweepListener;
}

/** Runs each element in its own process, `jobs` at a time; returns how many failed. Aborting stops all, keeping what is trained. */
export async function runElements({ program, pending, jobs, signal, listener }: RunElementsOptions): Promise<number> {
  const started = new Set<StartedElement>();
  const waiting = [...pending];
  let failed = 0;
  const stop = () => {
    for (const element of started) element.stop();
  };
  signal.addEventListener('abort', stop);
  const run = async (number: number, onRead: () => void) => {
    listener.running(number, 0);
    const element = startElement(program, number, (progress) => {
      if ('share' in progress) listener.running(number, progress.share);
      else listener.blocked(number, progress.waitsFor);
      onRead();
    });
    started.add(element);
    const end = await element.ended;
    started.delete(element);
    if (end.state === 'failed') failed++;
    listener.ended(number, end);
    onRead();
  };
  const work = async (onRead: () => void) => {
    while (!signal.aborted && waiting.length > 0) await run(waiting.shift()!, onRead);
    onRead();
  };
  try {
    // The first one reads the data alone, so that an archive is downloaded once.
    let onRead = () => undefined as void;
    const read = new Promise<void>((resolve) => (onRead = resolve));
    const first = work(onRead);
    await read;
    await Promise.all([first, ...Array.from({ length: jobs - 1 }, () => work(() => undefined))]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return failed;
}

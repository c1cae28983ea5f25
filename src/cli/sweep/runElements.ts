import type { Element } from '../../core/sweep/readSweep.ts';
import { startElement, type StartedElement } from './elementProcess.ts';
import { SweepView } from './sweepView.ts';

export interface RunElementsOptions {
  readonly elements: readonly Element[];
  /** Of every element. */
  readonly done: readonly boolean[];
  /** Numbers of the elements to run, from 1. */
  readonly pending: readonly number[];
  /** Elements at a time. */
  readonly jobs: number;
  /** Of `safr sweep`, beside --element. */
  readonly args: readonly string[];
  readonly signal: AbortSignal;
  readonly json: boolean;
}

/** Runs elements in processes of their own, some at a time; returns how many failed. Aborting stops all, keeping what is trained. */
export async function runElements({
  elements,
  done,
  pending,
  jobs,
  args,
  signal,
  json,
}: RunElementsOptions): Promise<number> {
  const view = new SweepView(elements, done, json);
  const started = new Set<StartedElement>();
  const waiting = [...pending];
  let failed = 0;
  const stop = () => {
    view.moveOn();
    for (const element of started) element.stop();
  };
  signal.addEventListener('abort', stop);
  const run = async (number: number, onRead: () => void) => {
    view.running(number, 0);
    const element = startElement([...args, '--element', String(number)], ({ share }) => {
      view.running(number, share);
      onRead();
    });
    started.add(element);
    const end = await element.ended;
    started.delete(element);
    if (end.state === 'failed') failed++;
    view.ended(number, end);
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
    view.close();
  }
  return failed;
}

// Measures the long tables in headless Chromium: `npm run bench:views`. For each: the time from the panel's `ready` to its first rows, the most rows
// in the document, and the longest task with script while it is scrolled from end to end, by Chromium's trace: by the clock, and by the CPU time of
// the thread, which other processes on the machine do not lengthen.
import { loadavg } from 'node:os';
import type { Page } from 'playwright-core';
import type { PanelBrowser, Scene } from '../test/panels/panelBrowser.ts';
import { median } from './clock.ts';
import { stubVscode } from './stubVscode.ts';

const [repetitions, scrollFrames] = [5, 400];

/** Events of a trace in which script runs. */
const scriptEvents: ReadonlySet<string> = new Set([
  'FunctionCall',
  'EvaluateScript',
  'v8.callFunction',
  'FireAnimationFrame',
]);

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** CPU time of the thread. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

stubVscode();
const { PanelBrowser: Browser } = await import('../test/panels/panelBrowser.ts');
const { runTableScene } = await import('../test/panels/scenes/runTable.ts');
const { dataTableScene } = await import('../test/panels/scenes/dataTable.ts');
const { someRuns } = await import('../test/panels/scenes/someRuns.ts');

const browser = await Browser.open();
try {
  await measure(browser, '10,000 runs', () => runTableScene('10,000 runs', someRuns(10_000)));
  await measure(browser, '1,000,000 rows', () => dataTableScene('1,000,000 rows', 1_000_000));
} finally {
  await browser.close();
}

/** `sceneOf`: with nothing computed yet, each time it is called. */
async function measure(browser: PanelBrowser, name: string, sceneOf: () => Scene): Promise<void> {
  const firstMs: number[] = [];
  for (let i = 0; i < repetitions; i++) {
    const { page } = await browser.show(sceneOf(), noteFirstRows);
    firstMs.push(await page.evaluate(() => (window as unknown as Noted).firstRowsMs));
    if (i < repetitions - 1) await page.close();
    else await scroll(name, page, firstMs);
  }
}

async function scroll(name: string, page: Page, firstMs: readonly number[]): Promise<void> {
  const tracing = page.context().browser()!;
  await page.requestGC(); // the pages closed before are in the same process
  await tracing.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'v8.execute', '__metadata'] });
  const { mostRows, end } = await page.evaluate(scrollThrough, scrollFrames);
  const trace = JSON.parse(String(await tracing.stopTracing())) as { readonly traceEvents: readonly TraceEvent[] };
  await page.close();
  const tasks = scriptTasks(trace.traceEvents);
  const longestMs = (time: 'dur' | 'tdur') => (Math.max(...tasks.map((task) => task[time] ?? 0)) / 1000).toFixed(1);
  console.log(
    `${name}: first rows after ${median(firstMs).toFixed(0)} ms (median of ${firstMs.length}), at most ${mostRows} rows in the document, ` +
      `longest task with script while scrolling to ${end}: ${longestMs('dur')} ms by the clock, ${longestMs('tdur')} ms of CPU time ` +
      `(load average ${loadavg()[0]!.toFixed(1)})`,
  );
}

interface Noted {
  firstRowsMs: number;
}

/** Runs in the page, before anything of the panel: notes the time from the message `ready` to the frame after the first rows. */
function noteFirstRows(): void {
  const api = (
    window as unknown as { acquireVsCodeApi: () => { postMessage: (message: { kind: string }) => void } }
  ).acquireVsCodeApi();
  const { postMessage } = api;
  api.postMessage = (message) => {
    if (message.kind === 'ready') {
      const readyMs = performance.now();
      const wait = () => {
        if (document.querySelector('.virtual .body [role=gridcell]')) {
          (window as unknown as Noted).firstRowsMs = performance.now() - readyMs;
        } else requestAnimationFrame(wait);
      };
      wait();
    }
    postMessage(message);
  };
}

/** Runs in the page: scrolls from the first row to the last in so many frames. */
async function scrollThrough(frames: number): Promise<{ mostRows: number; end: string }> {
  const scroller = document.querySelector('.virtual')!;
  let mostRows = 0;
  for (let frame = 1; frame <= frames; frame++) {
    scroller.scrollTop = ((scroller.scrollHeight - scroller.clientHeight) * frame) / frames;
    await new Promise(requestAnimationFrame);
    mostRows = Math.max(mostRows, document.querySelectorAll('.virtual [role=row]').length);
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { mostRows, end: document.querySelector('.virtual .body > :last-child')!.id };
}

/** The tasks of a page's main thread in which script ran. */
function scriptTasks(events: readonly TraceEvent[]): TraceEvent[] {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const threads = new Set(mains.map(({ pid, tid }) => `${pid} ${tid}`));
  const isOnMain = ({ pid, tid }: TraceEvent) => threads.has(`${pid} ${tid}`);
  const complete = events.filter((event) => event.ph === 'X' && isOnMain(event)).sort((a, b) => a.ts - b.ts);
  const tasks = complete.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask');
  const scripts = complete.filter(({ name }) => scriptEvents.has(name));
  // Both in the order of time: of each script, the task that it is in.
  let at = 0;
  const found = scripts.flatMap(({ ts, pid }) => {
    while (at + 1 < tasks.length && tasks[at + 1]!.ts <= ts) at++;
    const near = tasks.slice(Math.max(0, at - 3), at + 1);
    return near.findLast((each) => each.pid === pid && each.ts + (each.dur ?? 0) >= ts) ?? [];
  });
  if (found.length === 0) throw new Error('the trace has no tasks with script');
  return found;
}

import { progressShare } from '../../core/sweep/shareOf.ts';
import type { ElementEnd } from '../../client/sweep/elementProcess.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { isDone } from '../../core/sweep/elementRuns.ts';

/** The live state of an element of a sweep that this window follows, in addition to its run directory. */
export type Live =
  | { readonly state: 'running'; readonly share: number }
  /** In a queue; `reason`: why it waits. */
  | { readonly state: 'queued'; readonly reason: string }
  | ElementEnd;

/** The state of an element as shown. */
export interface ElementView {
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  /** Progress, 0 to 1, while it runs. */
  readonly share: number | null;
  /** Why it is in that state, or what remains to be done. */
  readonly reason: string | null;
  /** Of its run; null before it has one. */
  readonly directory: string | null;
}

/** A stored end counts; before that, the live state. */
export function elementView(run: Run | null, live?: Live): ElementView {
  const directory = run?.directory ?? null;
  const view = (state: ElementView['state'], reason: string | null = null, share: number | null = null) => ({
    state,
    share,
    reason,
    directory,
  });
  if (run && isDone(run)) return view('done');
  if (live?.state === 'running') return view('running', null, Math.max(live.share, run ? progressShare(run) : 0));
  if (live?.state === 'queued') return view('waiting', live.reason);
  if (run?.status === 'running') return view('running', null, progressShare(run));
  if (live?.state === 'failed') return view('failed', live.reason);
  if (!run) return view('waiting');
  const { reason } = run.record;
  switch (run.status) {
    case 'finished':
      return view('stopped', 'trained, not evaluated yet');
    case 'failed':
      return view('failed', reason ?? 'for an unknown reason');
    case 'stopped':
    case 'interrupted':
      return view('stopped', run.status === 'stopped' ? (reason ?? 'stopped') : 'interrupted');
  }
}

import type { Run } from '../../core/runs/readRun.ts';
import type { JobProgress } from '../compute/jobProgress.ts';
import { ago, counted, decimals, duration, wholePercent } from '../../common/format.ts';
import { runFigures, type TestFigures } from './runFigures.ts';

/** The last run in one line, such as "last run: test 0.742 · SRS@0.3 12.4 pp (random 5.1) · 31 % monosemantic per text". */
export function lastRunLine(run: Run): string {
  const { test, dev, epochs } = runFigures(run);
  if (run.status === 'running') return runningLine(epochs, dev);
  const ending = {
    finished: 'last run',
    stopped: 'last run, stopped',
    interrupted: 'last run, interrupted',
    failed: '',
  };
  if (run.status === 'failed') return `last run failed: ${run.record.reason ?? 'for an unknown reason'}`;
  if (test) return `${ending[run.status]}: ${testWords(test)}`;
  const reached = run.status === 'finished' ? '' : ` after ${counted(epochs, 'epoch')}`;
  if (dev === null)
    return `${ending[run.status]}${run.status === 'finished' ? ': not evaluated' : ' before its first epoch'}`;
  return `${ending[run.status]}${reached}: dev ${decimals(dev, 3)}, not evaluated`;
}

function runningLine(epochs: number, dev: number | null): string {
  return `a run is training in another process: ${counted(epochs, 'epoch')} done${dev === null ? '' : `, dev ${decimals(dev, 3)}`}`;
}

/** The results on the test split, such as "test 0.742 · SRS@0.3 12.4 pp (random 5.1) · 31 % monosemantic per text". */
export function testWords({ accuracy, srs, monosemantic }: TestFigures): string {
  const random = srs.random === null ? '' : ` (random ${decimals(srs.random, 1)})`;
  const neurons = monosemantic === null ? [] : [`${wholePercent(monosemantic)} monosemantic per text`];
  return [
    `test ${decimals(accuracy, 3)}`,
    `${srs.name}@${srs.k} ${decimals(srs.value, 1)} pp${random}`,
    ...neurons,
  ].join(' · ');
}

/** The progress of a job, such as "epoch 3 of at most 100 · loss 0.412 · 2 min left". */
export function jobLine({ phase, loss, secondsLeft }: JobProgress): string {
  const parts = [
    phase,
    loss !== null && `loss ${decimals(loss, 3)}`,
    secondsLeft !== null && `${duration(secondsLeft)} left`,
  ];
  return parts.filter((part) => part !== false).join(' · ');
}

/** A job in the status bar, such as "42 % · epoch 3". */
export function jobShare({ phase, share: done, epoch }: JobProgress): string {
  const at = epoch === null ? phase : `epoch ${epoch}`;
  return done === null ? at : `${wholePercent(done)} · ${at}`;
}

/** The progress of a sweep, such as "sweep · 3 of 12 done · 4 min left". */
export function sweepLine(done: number, of: number, secondsLeft: number | null): string {
  return `${sweepShare(done, of)} done${secondsLeft === null ? '' : ` · ${duration(secondsLeft)} left`}`;
}

/** A sweep in the status bar, such as "sweep · 3 of 12". */
export function sweepShare(done: number, of: number): string {
  return `sweep · ${done} of ${of}`;
}

/** The description of a run in a list, such as "pinned · #paper · test 0.742 · SRS 12.4 · 2 h ago". */
export function runDescription(run: Run, now: number): string {
  const { pinned, tags } = run.notes;
  return [...(pinned ? ['pinned'] : []), ...tags.map((tag) => `#${tag}`), figureWords(run, now)].join(' · ');
}

function figureWords(run: Run, now: number): string {
  const { test, dev, epochs } = runFigures(run);
  const when = run.status === 'running' ? `epoch ${epochs + 1}` : ago(run.record.ended ?? run.record.resumed, now);
  if (test) return `test ${decimals(test.accuracy, 3)} · ${test.srs.name} ${decimals(test.srs.value, 1)} · ${when}`;
  return [...(dev === null ? [] : [`dev ${decimals(dev, 3)}`]), ...unusual(run), when].join(' · ');
}

function unusual({ status }: Run): string[] {
  return status === 'finished' || status === 'running' ? [] : [status];
}

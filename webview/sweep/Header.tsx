import { useEffect, useReducer } from 'preact/hooks';
import { clock, grouped } from '../../src/common/format.ts';
import { Button } from '../shared/Button.tsx';
import { ProgressBar } from '../shared/ProgressBar.tsx';
import type { Send } from './send.ts';
import type { ReceivedStatus, SweepModel } from './sweepModel.ts';

interface HeaderProps {
  readonly model: SweepModel;
  readonly send: Send;
}

/** Always in view: the experiment, how far its sweep is, Run or Stop. */
export function Header({ model, send }: HeaderProps) {
  const { title, trusted } = model.overview.value!;
  const { done, total, hasBegun, share } = model.progress.value;
  const status = model.status.value;
  const isRunning = status.state !== 'idle';
  const isStopping = status.state === 'stopping';
  const canRun = !isRunning && done < total;
  const needsTrust = !trusted && total > 0 ? '. Running it needs a trusted workspace.' : '';
  return (
    <header class="top">
      <div class="toolbar">
        <h1 title={title}>{title}</h1>
        <p class="status muted" role="status">
          {`${grouped(done)} of ${grouped(total)} done${needsTrust || (isStopping ? ' · stopping' : '')}`}
        </p>
        <p class="clock muted">{isRunning && <Clock status={status} />}</p>
        {canRun && (
          <Button
            key="run"
            icon={hasBegun ? 'resume' : 'train'}
            appearance="primary"
            disabled={!trusted}
            onClick={() => send({ kind: 'run' })}
          >
            {hasBegun ? 'Continue' : 'Run Sweep'}
          </Button>
        )}
        {isRunning && (
          <Button key="stop" icon="stop" disabled={isStopping} onClick={() => send({ kind: 'stop' })}>
            Stop
          </Button>
        )}
      </div>
      <p class="muted" role="status">
        {status.note}
      </p>
      <ProgressBar active={isRunning} share={share} />
    </header>
  );
}

/** Time since the start and time left; goes on between two messages. */
function Clock({ status: { seconds, secondsLeft, receivedMs } }: { status: ReceivedStatus }) {
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => tick(0), 1000);
    return () => clearInterval(timer);
  }, []);
  const since = (performance.now() - receivedMs) / 1000;
  const parts = seconds === null ? [] : [clock(seconds + since)];
  if (secondsLeft !== null) parts.push(`about ${clock(Math.max(0, secondsLeft - since))} left`);
  return <>{parts.join(' · ')}</>;
}

import type { ComponentChildren } from 'preact';
import type { Action, RunItem } from '../../src/protocol/dashboard.ts';
import { Button } from '../shared/Button.tsx';
import type { Act } from './act.ts';

interface NoticeProps {
  readonly action: Action;
  /** The text of the button. */
  readonly offer: string;
  /** The accessible name of the button, up to the name of the run. */
  readonly label: string;
  /** Runs that lack the measurement. */
  readonly runs: readonly RunItem[];
  readonly canCompute: boolean;
  readonly act: Act;
  readonly children: ComponentChildren;
}

/** Says what is not measured, with a button that measures it for the first run that allows it. */
export function Notice({ action, offer, label, runs, canCompute, act, children }: NoticeProps) {
  const able = runs.find(({ status, canExplain }) => status !== 'running' && canExplain);
  return (
    <div class="notice">
      <p>{children}</p>
      {able && canCompute && (
        <Button icon="evaluate" label={`${label} ${able.name}`} onClick={() => act(action, able.directory)}>
          {offer}
        </Button>
      )}
    </div>
  );
}

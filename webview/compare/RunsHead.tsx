import type { Runs } from '../../src/protocol/compare.ts';
import { timeOf } from '../../src/common/format.ts';
import { Button } from '../shared/Button.tsx';
import { Swatch } from '../shared/Swatch.tsx';
import { letterOf } from './letters.ts';

/** Which runs are compared, each by a letter and the color of its group. */
export function RunsHead({ runs, evaluate }: { runs: Runs; evaluate: (directory: string) => void }) {
  return (
    <section id="runs">
      <h1>Runs side by side</h1>
      <ol class="runs" aria-label="Compared runs">
        {runs.runs.map(({ directory, id, name, started, evaluated, canEvaluate }, run) => (
          <li key={directory}>
            <Swatch slot={runs.groups.findIndex((group) => group.runs.includes(run))} />
            <b>{letterOf(run)}</b>
            <span class="variant">{name}</span>
            <span class="time muted" title={id}>
              {timeOf(started)}
            </span>
            {!evaluated && <span class="muted">not evaluated</span>}
            {canEvaluate && (
              <Button icon="evaluate" label={`Evaluate run ${letterOf(run)}`} onClick={() => evaluate(directory)}>
                Evaluate
              </Button>
            )}
          </li>
        ))}
      </ol>
      <p class="note" role="status">
        {runs.note}
      </p>
    </section>
  );
}

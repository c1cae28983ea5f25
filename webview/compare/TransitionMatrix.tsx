import { grouped } from '../../src/common/format.ts';
import type { Neurons } from '../../src/protocol/compare.ts';
import type { CompareModel } from './compareModel.ts';
import { stateNames, states, type State } from './neuronRows.ts';

interface TransitionMatrixProps {
  readonly model: CompareModel;
  /** Counts, [states in the first run, states in the second]. */
  readonly transitions: Neurons['transitions'];
}

/** The table of transitions: its counts are buttons that choose the neurons of the list below. */
export function TransitionMatrix({ model, transitions }: TransitionMatrixProps) {
  const [first, second] = [model.fromLetter.value, model.toLetter.value];
  const largest = Math.max(1, ...transitions.flat());
  return (
    <div class="scroll">
      <table class="figures matrix">
        <caption>
          What the neurons of {first} (rows) are in {second} (columns)
        </caption>
        <thead>
          <tr>
            <td class="muted">
              {first} ↓ {second} →
            </td>
            {states.map((to) => (
              <th key={to} scope="col">
                {stateNames[to]}
              </th>
            ))}
            <th scope="col" class="muted">
              all
            </th>
          </tr>
        </thead>
        <tbody>
          {states.map((from, row) => (
            <tr key={from}>
              <th scope="row">{stateNames[from]}</th>
              {states.map((to, column) => {
                const count = transitions[row]![column]!;
                const share = Math.sqrt(count / largest);
                return <Cell key={to} model={model} from={from} to={to} count={count} share={share} />;
              })}
              <Total counts={transitions[row]!} />
            </tr>
          ))}
          <tr>
            <th scope="row" class="muted">
              all
            </th>
            {states.map((to, column) => (
              <Total key={to} counts={transitions.map((counts) => counts[column]!)} />
            ))}
            <td />
          </tr>
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  readonly model: CompareModel;
  readonly from: State;
  readonly to: State;
  readonly count: number;
  /** Strength of its color, 0 to 1. */
  readonly share: number;
}

function Cell({ model, from, to, count, share }: CellProps) {
  const { transition, fromLetter, toLetter } = model;
  const isChosen = transition.value?.from === from && transition.value.to === to;
  const name = `${grouped(count)}: ${stateNames[from]} in ${fromLetter.value}, ${stateNames[to]} in ${toLetter.value}`;
  return (
    <td class={isChange(from, to) ? 'changed' : 'same'} style={{ '--share': share }}>
      {count > 0 ? (
        <button
          aria-pressed={isChosen}
          aria-label={name}
          title={name}
          onClick={() => (transition.value = isChosen ? null : { from, to })}
        >
          {grouped(count)}
        </button>
      ) : (
        <span class="muted">{from === 'none' && to === 'none' ? '' : '0'}</span>
      )}
    </td>
  );
}

function Total({ counts }: { counts: readonly number[] }) {
  return <td class="muted">{grouped(counts.reduce((total, count) => total + count, 0))}</td>;
}

/** Whether a neuron with a match changed its label. */
function isChange(from: State, to: State): boolean {
  return from !== to && from !== 'none' && to !== 'none';
}

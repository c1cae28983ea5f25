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
  const { transition } = model;
  const [first, second] = [model.fromLetter.value, model.toLetter.value];
  const largest = Math.max(1, ...transitions.flat());
  const count = (from: State, to: State, neurons: number) => {
    if (neurons === 0) return <span class="muted">{from === 'none' && to === 'none' ? '' : '0'}</span>;
    const isChosen = transition.value?.from === from && transition.value.to === to;
    const name = `${grouped(neurons)}: ${stateNames[from]} in ${first}, ${stateNames[to]} in ${second}`;
    const choose = () => (transition.value = isChosen ? null : { from, to });
    return (
      <button aria-pressed={isChosen} aria-label={name} title={name} onClick={choose}>
        {grouped(neurons)}
      </button>
    );
  };
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
                const neurons = transitions[row]![column]!;
                const style = { '--share': Math.sqrt(neurons / largest) };
                return (
                  <td key={to} class={isChange(from, to) ? 'changed' : 'same'} style={style}>
                    {count(from, to, neurons)}
                  </td>
                );
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

function Total({ counts }: { counts: readonly number[] }) {
  return <td class="muted">{grouped(counts.reduce((total, count) => total + count, 0))}</td>;
}

/** Whether a neuron with a match changed its label. */
function isChange(from: State, to: State): boolean {
  return from !== to && from !== 'none' && to !== 'none';
}

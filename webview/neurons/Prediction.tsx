import type { Explanation, Verdict } from '../../src/protocol/neurons.ts';
import { grouped, percent, signed } from '../../src/common/format.ts';
import type { InspectionProps } from './neuronsModel.ts';
import type { NeuronsModelState } from './state.ts';
import { SwitchBoard } from './SwitchBoard.tsx';

/** More classes than this are cut to the most probable. */
const maxClasses = 6;

/** The probability of each class, compared with all neurons on, or with the text before it was edited. */
export function Prediction({ model, inspected: { explanation, layers } }: InspectionProps) {
  const { now, was } = comparisonOf(model.state, explanation);
  const isFlipped = was !== null && was.predicted !== now.predicted;
  const { monosemantic, polysemantic, unused } = explanation.counts;
  return (
    <section class="prediction">
      <h2>Prediction</h2>
      <p class={isFlipped ? 'verdict flipped' : 'verdict'}>
        {isFlipped ? `${was.predicted} → ${now.predicted}` : now.predicted}
      </p>
      <DataLabel state={model.state} predicted={now.predicted} />
      <div class="bars" role="table" aria-label="Probabilities">
        {shownClasses(now).map((row) => (
          <ClassBar
            key={row.class}
            name={row.class}
            isPredicted={row.class === now.predicted}
            probability={row.probability}
            was={was?.probabilities.find((other) => other.class === row.class)?.probability}
          />
        ))}
      </div>
      <p class="muted">
        {`${grouped(monosemantic)} monosemantic, ${grouped(polysemantic)} polysemantic, ${grouped(unused)} unused ${model.state.words.value.many} in this text`}
      </p>
      <SwitchBoard model={model} layers={layers} />
    </section>
  );
}

/** Whether the data agree with the prediction; of an edited text, what they say of the original. */
function DataLabel({ state, predicted }: { state: NeuronsModelState; predicted: string }) {
  const label = state.label.value;
  if (label === null) return null;
  if (state.isEdited.value) return <p class="muted">{`The data label the original ${label}.`}</p>;
  return predicted === label ? (
    <p class="right">✓ as labelled in the data</p>
  ) : (
    <p class="wrong">{`✗ labelled ${label} in the data`}</p>
  );
}

type Outcome = Pick<Verdict, 'predicted' | 'probabilities'>;

/** Neurons switched off are compared with the same text, all of them on. */
function comparisonOf({ switchedOff, before, isEdited }: NeuronsModelState, explanation: Explanation) {
  if (switchedOff.value) return { now: switchedOff.value.after, was: switchedOff.value.before };
  return { now: explanation, was: isEdited.value ? before.value : null };
}

function shownClasses({ probabilities }: Outcome): Outcome['probabilities'] {
  if (probabilities.length <= maxClasses) return probabilities;
  return probabilities.toSorted((a, b) => b.probability - a.probability).slice(0, maxClasses);
}

interface ClassBarProps {
  readonly name: string;
  readonly isPredicted: boolean;
  readonly probability: number;
  /** What the probability is compared with. */
  readonly was: number | undefined;
}

function ClassBar({ name, isPredicted, probability, was }: ClassBarProps) {
  return (
    <div class={isPredicted ? 'bar predicted' : 'bar'} role="row">
      <span class="name" role="rowheader" title={name}>
        {name}
      </span>
      <span class="track" aria-hidden="true">
        <span class="fill" style={{ width: `${probability * 100}%` }} />
        {was !== undefined && <span class="was" style={{ left: `${was * 100}%` }} />}
      </span>
      <span class="value" role="cell">
        {percent(probability)}
      </span>
      <span class="change muted" role="cell">
        {was !== undefined && signed(100 * (probability - was), 1)}
      </span>
    </div>
  );
}

import { useSignal } from '@preact/signals';
import { activationText, signed } from '../../src/common/format.ts';
import { LabelBadge } from '../shared/LabelBadge.tsx';
import { CorpusDetail } from './CorpusDetail.tsx';
import { MeterCell } from './MeterCell.tsx';
import { NeuronSwitch } from './NeuronSwitch.tsx';
import type { InspectionProps } from './neuronsModel.ts';
import type { NeuronsModelState } from './state.ts';

/** Rows of the table of the strongest tokens. */
const maxStrongest = 6;

/** The chosen neuron: its tokens in this text, and what it stands for over the data set. */
export function NeuronDetail(props: InspectionProps) {
  const { neuron, layer, chosenNeuron } = props.model.state;
  const words = props.model.state.words.value;
  const layers = props.inspected.layers.length;
  const index = neuron.value;
  const label = chosenNeuron.value?.label ?? 'unused';
  if (index === null) {
    return (
      <section class="detail">
        <h2>{words.One}</h2>
        <p class="muted">Choose a {words.one} in the map or the list.</p>
      </section>
    );
  }
  return (
    <section class="detail">
      <div class="row">
        <h2>
          {words.One} {index}
        </h2>
        {layers > 1 && <span class="muted">{`layer ${layer.value + 1} of ${layers}`}</span>}
        <LabelBadge label={label}>{`${label} in this text`}</LabelBadge>
        <NeuronSwitch model={props.model} layer={layer.value} index={index} />
        <button
          class="plain"
          title={`Show what it stands for over the test split, next to all ${words.many}`}
          onClick={() => props.model.pages.open({ layer: layer.value, index })}
        >
          Open its page
        </button>
      </div>
      <div class="stack">
        <p class="muted">{shareOf(props.model.state)}</p>
        <p class="muted">{effectOf(props.model.state, index)}</p>
        <Activations {...props} index={index} />
        <CorpusDetail model={props.model} />
      </div>
    </section>
  );
}

function shareOf({ neuronTokens, words }: NeuronsModelState): string {
  const count = neuronTokens.value.size;
  if (count === 0) return `No token of this text has it: it is not among the strongest ${words.value.many} of any.`;
  return count === 1 ? 'One token of this text has it.' : `${count} tokens of this text share it.`;
}

function effectOf({ effects, layer }: NeuronsModelState, index: number): string {
  const effect = effects.value?.effects[layer.value]?.[index] ?? NaN;
  return `Causal effect: margin ${Number.isNaN(effect) ? '…' : signed(effect, 3)} when it is off`;
}

/** The strongest tokens, and behind a fold all of them. */
function Activations({ model, inspected: { explanation }, layer, index }: InspectionProps & { index: number }) {
  const isOpen = useSignal(false);
  const all = explanation.tokens.map((_, token) => ({
    token,
    value: layer.activations[token * layer.neurons + index]!,
  }));
  const active = all.filter(({ value }) => value > 0).toSorted((a, b) => b.value - a.value);
  const table = (caption: string, activations: readonly Activation[]) => (
    <table class="figures activations">
      <caption class="unseen">{caption}</caption>
      <thead class="unseen">
        <tr>
          <th scope="col">Token</th>
          <td />
          <th scope="col">Activation</th>
        </tr>
      </thead>
      <tbody>
        {activations.map(({ token, value }) => (
          <tr key={token} class={model.state.neuronTokens.value.has(token) ? 'own' : ''}>
            <td>
              <button
                class="plain"
                title={`Show the ${model.state.words.value.many} of this word`}
                onClick={() => model.chooseToken(token)}
              >
                {explanation.tokens[token]!.inWord}
              </button>
            </td>
            <MeterCell share={layer.largest > 0 ? Math.max(0, value / layer.largest) : 0} />
            <td>{activationText(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
  const isAllShown = all.length <= maxStrongest && active.length === all.length;
  return (
    <>
      {table('Strongest tokens in this text', active.slice(0, maxStrongest))}
      {!isAllShown && (
        <details onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
          <summary>All tokens</summary>
          {isOpen.value && table('Activation of every token', all)}
        </details>
      )}
    </>
  );
}

interface Activation {
  readonly token: number;
  readonly value: number;
}

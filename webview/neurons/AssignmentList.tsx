import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { activationText, grouped, missing, signed } from '../../src/common/format.ts';
import type { ExplainedNeuron, ExplainedToken } from '../../src/protocol/neurons.ts';
import { Button } from '../shared/Button.tsx';
import { Choice } from '../shared/Choice.tsx';
import { LabelBadge } from '../shared/LabelBadge.tsx';
import { Scroll } from '../shared/Table.tsx';
import { usePages } from '../shared/usePages.ts';
import { evidenceOf, filterAssignments } from './assignments.ts';
import { isKnown } from './effects.ts';
import { byEffect } from './neuronOrder.ts';
import { neuronName } from './neuronName.ts';
import { NeuronSwitch } from './NeuronSwitch.tsx';
import type { InspectionProps, NeuronsModel } from './neuronsModel.ts';

const pageSize = 50;
/** Words shown of a neuron: one with many is characterised by its strongest. */
const maxEvidence = 12;

const labels = ['monosemantic', 'polysemantic'] as const;
const labelOptions = ['', ...labels].map((value) => ({ value, name: value || 'any' }));
type LabelChoice = (typeof labels)[number] | null;
const labelChoice = (value: string): LabelChoice => labels.find((label) => label === value) ?? null;

/** The neurons that tokens of the text have, of the shown layer or of all: label, and the tokens as evidence. */
export function AssignmentList({ model, inspected: { explanation, layers } }: InspectionProps) {
  const { state } = model;
  const words = state.words.value;
  const label = useSignal<LabelChoice>(null);
  const corpusLabel = useSignal<LabelChoice>(null);
  const text = useSignal('');
  const isByEffect = useSignal(false);
  const [token, corpusLabels] = [state.token.value, state.labels.value];
  const [listed, sortEffects] = [state.listed.value, state.sortEffects.value];
  // Of another layer the effects are known only some time after it was chosen.
  const isSortable = sortEffects !== null && listed.some((neuron) => isKnown(sortEffects, neuron));
  const effects = isByEffect.value && isSortable ? sortEffects : undefined;
  const found = useMemo(() => {
    const filter = { label: label.value, corpusLabel: corpusLabels && corpusLabel.value, token, text: text.value };
    const passing = filterAssignments({ ...explanation, neurons: listed }, corpusLabels, filter);
    return effects ? byEffect(passing, effects) : passing;
  }, [explanation, listed, label.value, corpusLabel.value, corpusLabels, token, text.value, effects]);
  const { rows, rest, showMore } = usePages(found, pageSize);
  const all = listed.length;
  return (
    <section class="assignments">
      <div class="row">
        <h2>{words.Many} of these words</h2>
        <span class="muted" aria-live="polite">
          {found.length === all ? grouped(all) : `${grouped(found.length)} of ${grouped(all)}`}
        </span>
        {token !== null && (
          <button class="chip" title="Show those of all words" onClick={() => model.chooseToken(null)}>
            of “{explanation.words[explanation.tokens[token]?.word ?? 0]?.text}” ×
          </button>
        )}
      </div>
      <div class="row filters">
        {layers.length > 1 && (
          <Choice
            label="Of"
            name="Of which layers"
            id="listed-layers"
            options={[
              { value: 'shown', name: `layer ${state.layer.value + 1}` },
              { value: 'all', name: 'all layers' },
            ]}
            value={state.isListOfAll.value ? 'all' : 'shown'}
            onChoose={(value) => model.listAll(value === 'all')}
          />
        )}
        <Choice
          label="In this text"
          id="label"
          options={labelOptions}
          value={label.value ?? ''}
          onChoose={(value) => (label.value = labelChoice(value))}
        />
        {corpusLabels && (
          <Choice
            label="Over the corpus"
            id="corpus-label"
            options={labelOptions}
            value={corpusLabel.value ?? ''}
            onChoose={(value) => (corpusLabel.value = labelChoice(value))}
          />
        )}
        <vscode-text-field
          aria-label="Search by number or word"
          placeholder="Number or word"
          value={text.value}
          onInput={({ currentTarget }) => (text.value = currentTarget.value)}
        />
      </div>
      <Scroll label={`${words.Many} of these words`}>
        <table class="figures neurons">
          <thead>
            <tr>
              <th scope="col">On</th>
              <th scope="col">{words.One}</th>
              <th scope="col" class="effect" aria-sort={effects ? 'descending' : 'none'}>
                <button
                  class="plain"
                  title={`Change of the margin when only this ${words.one} is off; sort by its size`}
                  disabled={!isSortable} // else rows would move once the effects are known
                  onClick={() => (isByEffect.value = !isByEffect.value)}
                >
                  Effect
                </button>
              </th>
              <th scope="col">In this text</th>
              {corpusLabels && <th scope="col">Over the corpus</th>}
              <th scope="col">Evidence</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((neuron) => (
              <NeuronRow
                key={`${neuron.layer}:${neuron.index}`}
                model={model}
                neuron={neuron}
                tokens={explanation.tokens}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
      {found.length === 0 && <p class="muted">No {words.one} passes the filter.</p>}
      {rest > 0 && <Button onClick={showMore}>Show more ({grouped(rest)})</Button>}
    </section>
  );
}

interface NeuronRowProps {
  readonly model: NeuronsModel;
  readonly neuron: ExplainedNeuron;
  /** Of the text. */
  readonly tokens: readonly ExplainedToken[];
}

function NeuronRow({ model, neuron, tokens }: NeuronRowProps) {
  const { state } = model;
  const { layer, index, label } = neuron;
  const name = neuronName(layer, index, state.inspected.value?.layers.length ?? 1);
  const effect = state.effects.value?.effects[layer]?.[index] ?? NaN;
  const corpusLabel = state.labels.value?.[layer]?.[index];
  return (
    <tr
      aria-selected={layer === state.layer.value && index === state.neuron.value}
      onClick={() => model.chooseNeuron(index, layer)}
    >
      <td>
        <NeuronSwitch model={model} layer={layer} index={index} />
      </td>
      <td>
        <button class="plain" aria-label={`${state.words.value.One} ${name}`}>
          {name}
        </button>
      </td>
      <td class="effect">{Number.isNaN(effect) ? '…' : signed(effect, 3)}</td>
      <td>
        <LabelBadge label={label} />
      </td>
      {state.labels.value && <td>{corpusLabel ? <LabelBadge label={corpusLabel} /> : missing}</td>}
      <Evidence neuron={neuron} tokens={tokens} />
    </tr>
  );
}

function Evidence({ neuron, tokens }: Omit<NeuronRowProps, 'model'>) {
  const evidence = evidenceOf(neuron, tokens);
  const rest = evidence.length - maxEvidence;
  return (
    <td class="evidence">
      {evidence.slice(0, maxEvidence).map(({ word, times, activation }) => (
        <span key={word}>
          {word}
          <b>{`${times > 1 ? ` ×${times}` : ''} ${activationText(activation)}`}</b>
        </span>
      ))}
      {rest > 0 && <span class="muted">+{rest}</span>}
    </td>
  );
}

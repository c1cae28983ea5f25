import type { Signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { counted, decimals, grouped } from '../../src/common/format.ts';
import type { Neuron, NeuronPair } from '../../src/protocol/compare.ts';
import { Button } from '../shared/Button.tsx';
import { LabelBadge } from '../shared/LabelBadge.tsx';
import { Scroll } from '../shared/Table.tsx';
import { usePages } from '../shared/usePages.ts';
import type { CompareModel } from './compareModel.ts';
import { neuronRows, stateNames, stateOf, type Sorting } from './neuronRows.ts';

const pageSize = 50;

interface NeuronListProps {
  readonly model: CompareModel;
  readonly pairs: readonly NeuronPair[];
  readonly sorting: Signal<Sorting>;
}

/** The pairs of neurons of the chosen transition. */
export function NeuronList({ model, pairs, sorting }: NeuronListProps) {
  const transition = model.transition.value;
  const found = useMemo(() => neuronRows(pairs, transition, sorting.value), [pairs, transition, sorting.value]);
  const hasLayers = useMemo(() => pairs.some(({ layer }) => layer !== pairs[0]!.layer), [pairs]);
  const { rows, rest, showMore } = usePages(found, pageSize);
  const head = (by: Sorting, name: string) => {
    const [order, arrow] = by === 'correlation' ? (['descending', ' ↓'] as const) : (['ascending', ' ↑'] as const);
    const isSorted = by === sorting.value;
    return (
      <th scope="col" aria-sort={isSorted ? order : 'none'} colSpan={by === 'correlation' ? 1 : 3}>
        <button class="sort" onClick={() => (sorting.value = by)}>
          {name}
          {isSorted && arrow}
        </button>
      </th>
    );
  };
  return (
    <div class="neuronList">
      <Filter model={model} count={found.length} />
      <Scroll label="Pairs of neurons">
        <table class="figures pairs">
          <caption class="unseen">Pairs of neurons with the words that fire them most</caption>
          <thead>
            <tr>
              {head('correlation', 'correlation')}
              {head('from', `neuron in ${model.fromLetter.value}`)}
              {head('to', `neuron in ${model.toLetter.value}`)}
            </tr>
          </thead>
          <tbody>
            {rows.map((pair) => (
              <PairRow key={keyOf(pair)} model={model} pair={pair} hasLayers={hasLayers} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {rest > 0 && <Button onClick={showMore}>Show {Math.min(rest, pageSize)} more</Button>}
    </div>
  );
}

function keyOf({ layer, from, to }: NeuronPair): string {
  return [layer, from?.index, to?.index].join();
}

function Filter({ model, count }: { model: CompareModel; count: number }) {
  const { transition, fromLetter, toLetter } = model;
  if (!transition.value) {
    return (
      <p class="filter" role="status">
        All {grouped(count)} neurons and pairs. Choose a count above to see only those.
      </p>
    );
  }
  const { from, to } = transition.value;
  return (
    <p class="filter" role="status">
      {`${counted(count, 'neuron')}: ${stateNames[from]} in ${fromLetter.value}, ${stateNames[to]} in ${toLetter.value}`}
      <Button onClick={() => (transition.value = null)}>Show all</Button>
    </p>
  );
}

interface PairRowProps {
  readonly model: CompareModel;
  readonly pair: NeuronPair;
  /** Whether the models have several layers, so that a neuron's number needs its layer. */
  readonly hasLayers: boolean;
}

function PairRow({ model, pair, hasLayers }: PairRowProps) {
  const { layer, from, to, correlation } = pair;
  const cells = (side: 'from' | 'to', neuron: Neuron | null) => {
    const state = stateOf(neuron);
    const number = neuron && `${hasLayers ? `${layer + 1}:` : ''}${neuron.index}`;
    const name = `Open neuron ${number} in the neuron panel, on the text that fires it most`;
    const open = () => neuron && model.openNeuron(side, layer, neuron.index);
    const link = (
      <button class="link" title={name} aria-label={name} onClick={open}>
        {number}
      </button>
    );
    const words = neuron?.words.join(' · ');
    return (
      <>
        <td>{neuron && state !== 'dead' ? link : number}</td>
        <td class={neuron ? 'class' : 'class muted'}>
          <LabelBadge label={state}>{stateNames[state]}</LabelBadge>
        </td>
        <td class="words" title={words}>
          {words}
        </td>
      </>
    );
  };
  return (
    <tr>
      <td>{correlation === null && from && to ? 'by number' : decimals(correlation, 2)}</td>
      {cells('from', from)}
      {cells('to', to)}
    </tr>
  );
}

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { decimals, grouped, percent } from '../../src/common/format.ts';
import type { ListedNeuron } from '../../src/protocol/neurons.ts';
import { LabelBadge } from '../shared/LabelBadge.tsx';
import { rowAfter } from '../shared/virtual/rowAfter.ts';
import { rowsSeen, scrolledTo } from './neuronList.ts';
import { neuronName } from './neuronName.ts';
import type { PagesModel } from './pagesModel.ts';
import type { UnitWords } from './unitWords.ts';

/** Pixels, as in pages.css. */
const rowHeight = 26;

/** The neurons that were found: only rows that are seen are drawn, since a model may have tens of thousands. One tab stop; keys move the choice. */
export function NeuronTable({ pages, words }: { pages: PagesModel; words: UnitWords }) {
  const list = useRef<HTMLDivElement>(null);
  const view = useSignal({ top: 0, height: 600 });
  const found = pages.found.value;
  const chosenRow = () => found.findIndex((neuron) => isSame(neuron, pages.chosen.value));
  const row = chosenRow();
  const measure = () => {
    const { scrollTop: top, clientHeight: height } = list.current!;
    if (top !== view.value.top || height !== view.value.height) view.value = { top, height };
  };
  useLayoutEffect(() => {
    const observer = new ResizeObserver(measure);
    observer.observe(list.current!);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const { scrollTop, clientHeight } = list.current!;
    if (row >= 0) list.current!.scrollTop = scrolledTo(row, scrollTop, clientHeight, rowHeight);
    measure();
  }, [row, found]);
  const { from, to } = rowsSeen(view.value.top, view.value.height, rowHeight, found.length);
  const onKeyDown = (event: KeyboardEvent) => {
    // Keys come faster than rows are drawn.
    const next = rowAfter(event.key, chosenRow(), found.length, Math.floor(view.value.height / rowHeight) - 1);
    if (next === null) return;
    event.preventDefault();
    pages.choose(numberOf(found[next]!));
  };
  return (
    <div class="neuronTable">
      <div class="listed heads muted" aria-hidden="true">
        <span>{words.One}</span>
        <span>Label</span>
        <span>Predicts</span>
        <span class="wide">Random</span>
        <span>Purity</span>
        <span class="wide">Tokens</span>
        <span />
      </div>
      <div
        ref={list}
        class="listbox"
        role="listbox"
        tabIndex={0}
        aria-label={words.Many}
        aria-activedescendant={row >= from && row < to ? `neuron-${row}` : undefined}
        onScroll={measure}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: `${found.length * rowHeight}px` }}>
          {found.slice(from, to).map((neuron, i) => (
            <Row
              key={`${neuron.layer}:${neuron.index}`}
              pages={pages}
              neuron={neuron}
              row={from + i}
              count={found.length}
              isChosen={from + i === row}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly pages: PagesModel;
  readonly neuron: ListedNeuron;
  readonly row: number;
  readonly count: number;
  readonly isChosen: boolean;
}

function Row({ pages, neuron, row, count, isChosen }: RowProps) {
  const { layer, index, words, corpus, averagePrecision, random, purity, fires } = neuron;
  const name = neuronName(layer, index, pages.layers.value);
  const label = words.join(' · ');
  return (
    <div
      id={`neuron-${row}`}
      class="listed"
      role="option"
      aria-selected={isChosen}
      aria-setsize={count}
      aria-posinset={row + 1}
      style={{ top: `${row * rowHeight}px` }}
      onClick={() => pages.choose(numberOf(neuron))}
    >
      <span>{name}</span>
      <span class="words" title={label}>
        {label}
      </span>
      <span>{decimals(averagePrecision, 2)}</span>
      <span class="wide muted">{decimals(random, 2)}</span>
      <span>{percent(purity)}</span>
      <span class="wide">{grouped(fires)}</span>
      <LabelBadge label={corpus} />
    </div>
  );
}

const numberOf = ({ layer, index }: ListedNeuron) => ({ layer, index });

function isSame(neuron: ListedNeuron, chosen: { layer: number; index: number } | null): boolean {
  return neuron.layer === chosen?.layer && neuron.index === chosen.index;
}

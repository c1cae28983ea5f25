import { useSignal } from '@preact/signals';
import { decimals, grouped, percent } from '../../src/common/format.ts';
import type { Neurons, Runs } from '../../src/protocol/compare.ts';
import { Button } from '../shared/Button.tsx';
import { Choice } from '../shared/Choice.tsx';
import { problemText } from '../shared/problemText.ts';
import { ProgressBar } from '../shared/ProgressBar.tsx';
import { SectionHead } from '../shared/SectionHead.tsx';
import type { CompareModel, NeuronsMessage } from './compareModel.ts';
import { CorrelationBars } from './CorrelationBars.tsx';
import { letterOf } from './letters.ts';
import { NeuronList } from './NeuronList.tsx';
import type { Sorting } from './neuronRows.ts';
import { TransitionMatrix } from './TransitionMatrix.tsx';

/** What became of the neurons of one run in another. */
export function NeuronSection({ model, runs }: { model: CompareModel; runs: Runs }) {
  const sorting = useSignal<Sorting>('correlation');
  const neurons = model.neurons.value;
  const options = runs.runs.map(({ directory, name }, run) => ({
    value: directory,
    name: `${letterOf(run)} · ${name}`,
  }));
  const { from, to } = runs.state;
  return (
    <section id="neurons">
      <SectionHead
        title="Neurons"
        remark="of two runs, matched by the correlation of their activations over the same tokens"
      />
      <div class="pair">
        <Choice
          label="From"
          id="from"
          options={options}
          value={from}
          onChoose={(run) => model.choosePair('from', run)}
        />
        <Choice label="To" id="to" options={options} value={to} onChoose={(run) => model.choosePair('to', run)} />
      </div>
      <div class="status">
        <p role="status">{statusOf(neurons)}</p>
        {neurons?.kind === 'working' && (
          <Button icon="stop" onClick={() => model.send({ kind: 'stop' })}>
            Stop
          </Button>
        )}
        {neurons?.kind === 'noNeurons' && (
          <Button icon="resume" onClick={() => model.send({ kind: 'again' })}>
            Compare again
          </Button>
        )}
      </div>
      {neurons?.kind === 'working' && <ProgressBar active share={neurons.share} />}
      {neurons?.kind === 'neurons' && (
        <div class="result">
          <ul class="facts">
            {factsOf(neurons.neurons).map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
          <div class="overview">
            <TransitionMatrix model={model} transitions={neurons.neurons.transitions} />
            <CorrelationBars matched={neurons.neurons.matched.bins} chance={neurons.neurons.chance.bins} />
          </div>
          <NeuronList model={model} pairs={neurons.neurons.pairs} sorting={sorting} />
        </div>
      )}
    </section>
  );
}

function statusOf(neurons: NeuronsMessage | null): string {
  if (neurons?.kind === 'working') return `${neurons.phase} …`;
  return neurons?.kind === 'noNeurons' ? problemText(neurons.problem) : '';
}

function factsOf({ tokens, texts, matched, chance, sameStart, sameNumber }: Neurons): string[] {
  const share = matched.count === 0 ? null : matched.reached / matched.count;
  return [
    `${grouped(matched.reached)} of ${grouped(matched.count)} (${percent(share)}) match at a correlation of 0.5 or more; by chance, ${grouped(chance.reached)}.`,
    `The median of the best matches is ${decimals(matched.median, 2)}; by chance, ${decimals(chance.median, 2)}.`,
    sameStart
      ? `Both started from the same weights: ${grouped(sameNumber)} of the ${grouped(matched.reached)} kept their number.`
      : 'They started from different weights, so a neuron’s number in one says nothing about the other.',
    `Over ${grouped(tokens)} tokens of ${grouped(texts)} test texts.`,
  ];
}

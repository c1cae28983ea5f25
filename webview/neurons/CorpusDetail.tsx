import { activationText, counted, missing } from '../../src/common/format.ts';
import type { CorpusLine, CorpusNeuron } from '../../src/protocol/neurons.ts';
import { Button } from '../shared/Button.tsx';
import { LabelBadge } from '../shared/LabelBadge.tsx';
import { problemText } from '../shared/problemText.ts';
import { usePages } from '../shared/usePages.ts';
import { Histogram } from './Histogram.tsx';
import { MeterCell } from './MeterCell.tsx';
import type { NeuronsModel } from './neuronsModel.ts';

const maxWords = 12;
/** Lines shown before "Show more". */
const firstLines = 8;

/** What the chosen neuron stands for over the test split, with the lines that fire it most. */
export function CorpusDetail({ model }: { model: NeuronsModel }) {
  const { corpus, corpusProblem, run } = model.state;
  const [neuron, problem] = [corpus.value, corpusProblem.value];
  return (
    <div class="corpus stack">
      {problem && <p class="problem">{problemText(problem)}</p>}
      {neuron === null && !problem && <EvaluationOffer model={model} isEvaluating={run.value?.evaluating ?? false} />}
      {neuron && <CorpusFacts neuron={neuron} />}
      {neuron && neuron.strongest > 0 && <StrongestLines model={model} count={neuron.strongest} />}
    </div>
  );
}

function EvaluationOffer({ model, isEvaluating }: { model: NeuronsModel; isEvaluating: boolean }) {
  return (
    <div class="empty">
      <p class="muted">
        Evaluate the run to see what this neuron stands for over the whole data set, and the lines that fire it most.
      </p>
      <Button icon="evaluate" disabled={isEvaluating} onClick={() => model.evaluate()}>
        {isEvaluating ? 'Evaluating…' : 'Evaluate'}
      </Button>
    </div>
  );
}

function CorpusFacts({ neuron }: { neuron: CorpusNeuron }) {
  const { label, fires, words, histogram, meanByClass } = neuron;
  const rest = words.length - maxWords;
  return (
    <div class="stack">
      <div class="row">
        <h3>Over the corpus</h3>
        <LabelBadge label={label} />
      </div>
      {fires === 0 ? (
        <p class="muted">It never fires on the test split.</p>
      ) : (
        <>
          <p class="muted">Fires on {counted(fires, 'token')} of the test split. Those of its strongest activations:</p>
          <ul class="words">
            {words.slice(0, maxWords).map(({ word, count }) => (
              <li key={word} title={`${count} of its strongest activations`}>
                {word}
                {count > 1 && <b>×{count}</b>}
              </li>
            ))}
            {rest > 0 && <li class="muted">+{rest}</li>}
          </ul>
          <Histogram {...histogram} />
          <MeanTable meanByClass={meanByClass} />
        </>
      )}
    </div>
  );
}

function MeanTable({ meanByClass }: Pick<CorpusNeuron, 'meanByClass'>) {
  const largest = Math.max(...meanByClass.map(({ mean }) => mean ?? 0));
  return (
    <table class="figures activations">
      <caption class="muted">Mean activation by predicted class</caption>
      <tbody>
        {meanByClass.map(({ class: name, mean }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <MeterCell share={largest > 0 ? Math.max(0, (mean ?? 0) / largest) : 0} />
            <td>{mean === null ? missing : activationText(mean)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `count`: how many are being read. */
function StrongestLines({ model, count }: { model: NeuronsModel; count: number }) {
  const lines = model.state.lines.value;
  return (
    <div class="stack">
      <h3>Lines that fire it most</h3>
      {!lines && <p class="muted">Reading {counted(count, 'line')} of the data set…</p>}
      {lines?.problem && <p class="problem">{problemText(lines.problem)}</p>}
      {lines && !lines.problem && <LineList model={model} lines={lines.lines} />}
    </div>
  );
}

function LineList({ model, lines }: { model: NeuronsModel; lines: readonly CorpusLine[] }) {
  const { rows, rest, showMore } = usePages(lines, firstLines, Infinity);
  return (
    <>
      <ol class="lines">
        {rows.map((line, i) => (
          <LineItem key={i} line={line} open={() => model.openLine(line)} />
        ))}
      </ol>
      {rest > 0 && <Button onClick={showMore}>Show {rest} more</Button>}
    </>
  );
}

/** A line of the data set with the token that fires the neuron. */
export function LineItem({ line, open }: { line: CorpusLine; open: () => void }) {
  const { place, before, word, after, label, value } = line;
  return (
    <li>
      <a
        href="#"
        title={`Open ${place}`}
        onClick={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <span class="text">
          {before}
          <mark>{word}</mark>
          {after}
        </span>
        <span class="facts muted">
          <span>{place}</span>
          <span>{label}</span>
          <b>{activationText(value)}</b>
        </span>
      </a>
    </li>
  );
}

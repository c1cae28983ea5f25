import { activationText, counted, decimals, missing, percent, signed, wholePercent } from '../../src/common/format.ts';
import type { NeuronPage } from '../../src/protocol/neurons.ts';
import { Button } from '../shared/Button.tsx';
import { LabelBadge } from '../shared/LabelBadge.tsx';
import { problemText } from '../shared/problemText.ts';
import { LineItem } from './CorpusDetail.tsx';
import { Histogram } from './Histogram.tsx';
import { MeterCell } from './MeterCell.tsx';
import { neuronName } from './neuronName.ts';
import type { NeuronsModel } from './neuronsModel.ts';
import type { PagesModel } from './pagesModel.ts';
import type { UnitWords } from './unitWords.ts';

/** What the chosen neuron stands for over the test split. */
export function NeuronPageView({ model }: { model: NeuronsModel }) {
  const { pages } = model;
  const words = model.state.words.value;
  const [chosen, page] = [pages.chosen.value, pages.page.value];
  if (!chosen) return <section class="page" />;
  const problem = pages.problems.value.page;
  const name = neuronName(chosen.layer, chosen.index, pages.layers.value);
  return (
    <section class="page" aria-label={`Page of ${words.one} ${name}`}>
      <div class="row">
        <h2>
          {words.One} {name}
        </h2>
        {page && <LabelBadge label={page.neuron.label}>{`${page.neuron.label} over the corpus`}</LabelBadge>}
        <span class="spring" />
        <Button title="Copy a link that opens this page" onClick={() => pages.copyLink()}>
          {pages.isLinkCopied.value ? 'Link copied' : 'Copy link'}
        </Button>
      </div>
      {problem && <p class="problem">{problemText(problem)}</p>}
      {page &&
        (page.neuron.fires === 0 ? (
          <p class="muted">It never fires on the test split.</p>
        ) : (
          <Facts {...{ model, page }} />
        ))}
    </section>
  );
}

function Facts({ model, page }: { model: NeuronsModel; page: NeuronPage }) {
  const { neuron, label, types } = page;
  return (
    <div class="stack">
      {label && <Label {...label} />}
      <p class="muted">
        Fires on {counted(neuron.fires, 'token')} of the test split. Purity {percent(types[0]?.share)}.
      </p>
      <Types types={types} />
      <Histogram {...neuron.histogram} />
      <ByClass pages={model.pages} words={model.state.words.value} meanByClass={neuron.meanByClass} />
      <Lines model={model} />
    </div>
  );
}

function Label({ words, averagePrecision, random }: NonNullable<NeuronPage['label']>) {
  return (
    <div class="wordLabel">
      <p class="name">{words.join(' · ')}</p>
      <p class="muted">
        {averagePrecision === null
          ? 'It never fires on the texts that the label is tested on.'
          : `Predicts where it fires, on texts not used to make it: average precision ${decimals(averagePrecision, 2)}; random order ${decimals(random, 2)}.`}
      </p>
    </div>
  );
}

function Types({ types }: Pick<NeuronPage, 'types'>) {
  const largest = types[0]?.share ?? 1;
  return (
    <table class="figures activations">
      <caption class="muted">Word types, by their share of its activation</caption>
      <tbody>
        {types.map(({ word, share }) => (
          <tr key={word}>
            <th scope="row">{word}</th>
            <MeterCell share={share / largest} />
            <td>{percent(share)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ByClassProps extends Pick<NeuronPage['neuron'], 'meanByClass'> {
  readonly pages: PagesModel;
  readonly words: UnitWords;
}

function ByClass({ pages, words, meanByClass }: ByClassProps) {
  const [effects, problem] = [pages.effects.value, pages.problems.value.effects];
  return (
    <>
      <table class="figures byClass">
        <caption class="muted">
          By predicted class, and the causal effect of the {words.one} on texts in which it fires
        </caption>
        <thead>
          <tr>
            <td />
            <th scope="col">Mean activation</th>
            <th scope="col">Margin without it</th>
            <th scope="col">Texts</th>
          </tr>
        </thead>
        <tbody>
          {meanByClass.map(({ class: name, mean }, c) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{mean === null ? missing : activationText(Math.max(0, mean))}</td>
              <td>{effects ? signed(effects[c]?.margin, 3) : problem ? missing : '…'}</td>
              <td>{effects?.[c]?.texts ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {problem && <p class="problem">{problemText(problem)}</p>}
    </>
  );
}

function Lines({ model }: { model: NeuronsModel }) {
  const [groups, problem] = [model.pages.lines.value, model.pages.problems.value.lines];
  if (problem) return <p class="problem">{problemText(problem)}</p>;
  if (!groups) return <p class="muted">Reading lines of the data set…</p>;
  return (
    <>
      {groups.map(({ quantile, lines }) => (
        <div key={quantile} class="stack">
          <h3>
            {quantile === 1
              ? 'Strongest activations'
              : `Around the ${wholePercent(quantile)} quantile of its activations`}
          </h3>
          <ol class="lines">
            {lines.map((line, i) => (
              <LineItem key={i} line={line} open={() => model.openLine(line)} />
            ))}
          </ol>
        </div>
      ))}
    </>
  );
}

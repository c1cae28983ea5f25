import { grouped } from '../../src/common/format.ts';
import { Button } from '../shared/Button.tsx';
import { Choice } from '../shared/Choice.tsx';
import { problemText } from '../shared/problemText.ts';
import { ProgressBar } from '../shared/ProgressBar.tsx';
import { sortings, type Sorting } from './neuronList.ts';
import { NeuronPageView } from './NeuronPageView.tsx';
import { NeuronTable } from './NeuronTable.tsx';
import type { NeuronsModel } from './neuronsModel.ts';
import type { PagesModel } from './pagesModel.ts';
import type { UnitWords } from './unitWords.ts';

/** All neurons of a run, to be searched, next to the page of one. */
export function AllNeurons({ model }: { model: NeuronsModel }) {
  const { pages } = model;
  const words = model.state.words.value;
  const neurons = pages.neurons.value;
  if (!neurons) return <Measuring pages={pages} words={words} />;
  const [found, isAll] = [pages.found.value.length, pages.found.value.length === neurons.length];
  return (
    <>
      <section class="allNeurons">
        <div class="row">
          <h2>All {words.many}</h2>
          <span class="muted" aria-live="polite">
            {isAll ? grouped(found) : `${grouped(found)} of ${grouped(neurons.length)}`}
          </span>
        </div>
        <div class="row filters">
          <vscode-text-field
            aria-label={`Search ${words.many} by word or number`}
            placeholder="Word or number"
            value={pages.search.value}
            onInput={({ currentTarget }) => (pages.search.value = currentTarget.value)}
          />
          <Choice
            label="Sort"
            name={`Sort ${words.many} by`}
            id="sort-neurons"
            options={Object.entries(sortings).map(([value, name]) => ({ value, name }))}
            value={pages.sorting.value}
            onChoose={(value) => (pages.sorting.value = value as Sorting)}
          />
        </div>
        <NeuronTable pages={pages} words={words} />
        {found === 0 && <p class="muted">No {words.one} fires for such a word.</p>}
      </section>
      <NeuronPageView model={model} />
    </>
  );
}

/** Until the neurons are known: progress, or why they are not. */
function Measuring({ pages, words }: { pages: PagesModel; words: UnitWords }) {
  const [measuring, problem] = [pages.measuring.value, pages.listProblem.value];
  return (
    <section class="allNeurons stack">
      <h2>All {words.many}</h2>
      {problem && (
        <p class="problem" role="alert">
          {problemText(problem)}
        </p>
      )}
      {measuring ? (
        <>
          <p class="muted" role="status">
            What each {words.one} stands for over the test split is measured once. Now: {measuring.phase}…
          </p>
          <ProgressBar active share={measuring.share} />
          <Button icon="stop" onClick={() => pages.stop()}>
            Stop
          </Button>
        </>
      ) : (
        <>
          <p class="muted">What each {words.one} stands for over the test split is not known yet.</p>
          <Button icon="neurons" onClick={() => pages.measure()}>
            Measure
          </Button>
        </>
      )}
    </section>
  );
}

import { AllNeurons } from './AllNeurons.tsx';
import { AssignmentList } from './AssignmentList.tsx';
import { HeatMap } from './HeatMap.tsx';
import { NeuronDetail } from './NeuronDetail.tsx';
import type { NeuronsModel } from './neuronsModel.ts';
import { Prediction } from './Prediction.tsx';
import { Sentence } from './Sentence.tsx';
import { TextBox } from './TextBox.tsx';

/** A text and why a run classifies it as it does, or all neurons of the run. */
export function NeuronPanel({ model }: { model: NeuronsModel }) {
  const isOfText = model.pages.view.value === 'text';
  const { problem, words } = model.state;
  return (
    // After a problem, what is shown is not of the text in the box: it is drawn faintly.
    <main class={isOfText ? (problem.value ? 'stale' : '') : 'pages'}>
      <h1 class="unseen">{isOfText ? `${words.value.Many} of a text` : `All ${words.value.many} of a run`}</h1>
      <TextBox model={model} />
      {isOfText ? <OfText model={model} /> : <AllNeurons model={model} />}
    </main>
  );
}

function OfText({ model }: { model: NeuronsModel }) {
  const { inspected, shownLayer } = model.state;
  if (!inspected.value || !shownLayer.value) return null;
  const parts = { model, inspected: inspected.value, layer: shownLayer.value };
  return (
    <>
      <Prediction {...parts} />
      <div class="wordsAndMap">
        <Sentence {...parts} />
        <HeatMap {...parts} />
      </div>
      <NeuronDetail {...parts} />
      <AssignmentList {...parts} />
    </>
  );
}

import { AssignmentList } from './AssignmentList.tsx';
import { HeatMap } from './HeatMap.tsx';
import { NeuronDetail } from './NeuronDetail.tsx';
import type { NeuronsModel } from './neuronsModel.ts';
import { Prediction } from './Prediction.tsx';
import { Sentence } from './Sentence.tsx';
import { TextBox } from './TextBox.tsx';

/** A text and why a run classifies it as it does. */
export function NeuronPanel({ model }: { model: NeuronsModel }) {
  const { inspected, shownLayer, problem } = model.state;
  const parts = inspected.value && shownLayer.value && { model, inspected: inspected.value, layer: shownLayer.value };
  return (
    // After a problem, what is shown is not of the text in the box: it is drawn faintly.
    <main class={problem.value ? 'stale' : ''}>
      <h1 class="unseen">Neurons of a text</h1>
      <TextBox model={model} />
      {parts && (
        <>
          <Prediction {...parts} />
          <Sentence {...parts} />
          <HeatMap {...parts} />
          <NeuronDetail {...parts} />
          <AssignmentList {...parts} />
        </>
      )}
    </main>
  );
}

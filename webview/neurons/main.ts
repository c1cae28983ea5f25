import type { NeuronsFromPanel, NeuronsState } from '../../src/protocol/neurons.ts';
import '../shared/base.css';
import { h } from '../shared/dom.ts';
import { Host } from '../shared/host.ts';
import { registerToolkit } from '../shared/toolkit.ts';
import { assignmentList } from './assignmentList.ts';
import './parts.css';
import { heatMap } from './heatMap.ts';
import './layout.css';
import { neuronDetail } from './neuronDetail.ts';
import { Panel } from './panel.ts';
import { prediction } from './prediction.ts';
import { sentence } from './sentence.ts';
import type { View } from './state.ts';
import { textBox } from './textBox.ts';

registerToolkit();
const panel = new Panel(new Host<NeuronsFromPanel, NeuronsState>(), (actions) => [
  textBox(actions),
  ...[prediction(actions), sentence(actions), heatMap(actions), neuronDetail(actions), assignmentList(actions)].map(
    onceInspected,
  ),
]);
document.body.append(h('main', {}, ...panel.start().map(({ element }) => element)));

/** A view that is not seen before there is something to see in it, and faint while that is not of the text. */
function onceInspected(view: View): View {
  return {
    element: view.element,
    update(state) {
      view.element.hidden = !state.inspected;
      view.element.classList.toggle('stale', state.problem !== null);
      view.update(state);
    },
  };
}

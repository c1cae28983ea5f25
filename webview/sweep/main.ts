import './sweep.css';
import { sweepVersion, toSweep, type FromSweep, type SweepPanelState } from '../../src/protocol/sweep.ts';
import { h } from '../shared/dom.ts';
import { Host } from '../shared/host.ts';
import { registerToolkit } from '../shared/toolkit.ts';
import { SweepView } from './sweepView.ts';

registerToolkit();
const host = new Host<FromSweep, SweepPanelState>();
const view = new SweepView((message) => host.send(message));

host.listen(toSweep, (message) => {
  switch (message.kind) {
    case 'outdated':
      return document.body.replaceChildren(
        h('p', { class: 'welcome' }, 'SAFR Studio was updated: close this panel and open it again.'),
      );
    case 'overview':
      host.keep(message.state);
      return view.showOverview(message);
    case 'cells':
      return view.showCells(message.cells);
    case 'status':
      return view.showStatus(message.status);
    case 'result':
      return view.showResult(message.result);
    default:
      message satisfies never;
  }
});
host.send({ kind: 'ready', version: sweepVersion });

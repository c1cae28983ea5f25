import './dashboard.css';
import {
  dashboardVersion,
  toDashboard,
  type DashboardState,
  type FromDashboard,
  type JobView,
  type Overview,
  type RunCurves,
} from '../../src/protocol/dashboard.ts';
import { h } from '../shared/dom.ts';
import { Host } from '../shared/host.ts';
import { registerToolkit } from '../shared/toolkit.ts';
import { Dashboard } from './dashboard.ts';

registerToolkit();
const host = new Host<FromDashboard, DashboardState>();
const dashboard = new Dashboard({
  choose: (directory, shown) => host.send({ kind: 'choose', directory, shown }),
  act: (action, directory) => host.send({ kind: 'act', action, directory }),
  keep: (file) => host.send({ kind: 'export', ...file }),
});
const curves = new Map<string, RunCurves>();
let overview: Overview | null = null;
let job: JobView | null = null;
let asked: number | null = null;

host.listen(toDashboard, (message) => {
  switch (message.kind) {
    case 'outdated':
      return document.body.replaceChildren(
        h('p', { class: 'welcome' }, 'SAFR Studio was updated: close this dashboard and open it again.'),
      );
    case 'overview':
      overview = message;
      host.keep(message.state);
      break;
    case 'run':
      curves.set(message.run.directory, message.run);
      break;
    case 'job':
      job = message.job;
      break;
    default:
      message satisfies never;
  }
  draw();
});
host.send({ kind: 'ready', version: dashboardVersion });

/** Once a frame, however many messages came. The time from the first of them is measured for whoever profiles the panel. */
function draw(): void {
  if (asked !== null) return;
  asked = performance.now();
  requestAnimationFrame(() => {
    if (overview) dashboard.show(overview, curves, job);
    performance.measure('redraw', { start: asked! });
    asked = null;
  });
}

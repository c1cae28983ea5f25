import './compare.css';
import {
  compareVersion,
  toComparePanel,
  type CompareState,
  type FromComparePanel,
  type Runs,
} from '../../src/protocol/compare.ts';
import { h } from '../shared/dom.ts';
import { Host } from '../shared/host.ts';
import { sectionHead } from '../shared/sectionHead.ts';
import { onThemeChange, readTheme } from '../shared/theme.ts';
import { registerToolkit } from '../shared/toolkit.ts';
import { Charts } from './charts.ts';
import { LineSection } from './lineSection.ts';
import { NeuronSection } from './neuronSection.ts';
import { RunsHead } from './runsHead.ts';
import { resultsTable, settingsTable } from './tables.ts';

registerToolkit();
const host = new Host<FromComparePanel, CompareState>();
const head = new RunsHead((directory) => host.send({ kind: 'evaluate', directory }));
const charts = new Charts(readTheme(), (file) => host.send({ kind: 'export', ...file }));
const neurons = new NeuronSection({
  pair: (from, to) => host.send({ kind: 'pair', from, to }),
  stop: () => host.send({ kind: 'stop' }),
  again: () => host.send({ kind: 'again' }),
  open: (directory, layer, index) => host.send({ kind: 'openNeuron', directory, layer, index }),
});
const lines = new LineSection({
  more: () => host.send({ kind: 'moreLines' }),
  open: (directory, index) => host.send({ kind: 'openText', directory, index }),
});
const settings = h('div');
const results = h('div');
const main = h(
  'main',
  {},
  head.element,
  h('section', { id: 'settings' }, sectionHead('Settings', 'where they differ'), settings),
  h(
    'section',
    { id: 'results' },
    sectionHead('Results', 'on the test split; ± of a mean: its 95 % interval over seeds'),
    results,
  ),
  charts.element,
  neurons.element,
  lines.element,
);
main.hidden = true;
document.body.append(main);
onThemeChange((theme) => charts.retheme(theme));

/** What the runs were when they were last drawn: a training tells of itself many times a second. */
let drawn = '';

function show(runs: Runs): void {
  const key = JSON.stringify(runs);
  if (key === drawn) return;
  drawn = key;
  main.hidden = false;
  host.keep(runs.state);
  head.show(runs);
  settings.replaceChildren(settingsTable(runs));
  results.replaceChildren(resultsTable(runs));
  charts.show(runs.groups, runs.curves);
  neurons.showRuns(runs);
  lines.showRuns(runs);
}

function replaceAll(text: string): void {
  document.body.replaceChildren(h('p', { class: 'welcome' }, text));
}

host.listen(toComparePanel, (message) => {
  switch (message.kind) {
    case 'outdated':
      return replaceAll('SAFR Studio was updated: close this comparison and open it again.');
    case 'gone':
      return replaceAll('The runs of this comparison are not there any more.');
    case 'runs':
      return show(message);
    case 'working':
    case 'neurons':
    case 'noNeurons':
      return neurons.show(message);
    case 'changes':
      return lines.begin(message);
    case 'line':
      return lines.add(message.line);
    case 'noLines':
      return lines.fail(message.problem);
    default:
      message satisfies never;
  }
});
host.send({ kind: 'ready', version: compareVersion });

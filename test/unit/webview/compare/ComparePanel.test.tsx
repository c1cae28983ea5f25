import { renderToString } from 'preact-render-to-string';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NeuronPair, Runs } from '../../../../src/protocol/compare.ts';
import { CompareModel } from '../../../../webview/compare/compareModel.ts';
import { LineSection } from '../../../../webview/compare/LineSection.tsx';
import { NeuronSection } from '../../../../webview/compare/NeuronSection.tsx';
import { ResultsTable, SettingsTable, UnitsTable } from '../../../../webview/compare/Tables.tsx';
import { textOf } from '../textOf.ts';

const run = (directory: string) => ({
  ...{ directory, id: directory, started: '2025-11-22T19:30:23Z', name: `run ${directory}` },
  ...{ evaluated: true, canEvaluate: false },
});
const runs: Runs = {
  kind: 'runs',
  runs: ['first', 'second', 'third'].map(run),
  note: null,
  unitNote: null,
  units: null,
  groups: [
    { variant: '', runs: [0, 2], counted: [0, 2] },
    { variant: '', runs: [1], counted: [1] },
  ],
  configuration: [{ field: 'seed', values: ['1', '1', '2'] }],
  figures: [
    {
      ...{ name: 'accuracy', unit: '%', digits: 1, values: [80, null, 82], deviations: [null, null, null] },
      groups: [{ n: 2, mean: 81, half: 1.96 }, null],
      ...{ help: 'Share of correct predictions.', difference: null },
    },
    {
      ...{
        name: 'dead',
        unit: '%',
        digits: 1,
        values: [7, 4, 9],
        deviations: [null, null, null],
        groups: [null, null],
      },
      ...{ help: '', difference: { value: -3, interval: { low: -4, high: -2 }, better: 'second' } },
    },
    {
      ...{ name: 'SRS', unit: 'points', digits: 1, values: [null, null, null], deviations: [], groups: [] },
      ...{ help: '', difference: null },
    },
  ],
  curves: { crossEntropy: [], devAccuracy: [], devSrs: [], monosemantic: [], srsImp: [], srsInter: [], srs: [] },
  state: { directories: ['first', 'second', 'third'], from: 'first', to: 'second' },
};
const pairs: readonly NeuronPair[] = [
  {
    ...{ layer: 0, correlation: 0.8 },
    from: { index: 5, label: 'monosemantic', words: ['good', 'fine'] },
    to: { index: 7, label: 'dead', words: [] },
  },
  { layer: 0, from: { index: 6, label: 'monosemantic', words: [] }, to: null, correlation: null },
];
const spread = { count: 2, reached: 1, median: 0.8, bins: [0, 0, 0, 0, 0, 0, 0, 0, 1, 0] };

let model: CompareModel;
beforeEach(() => {
  model = new CompareModel({ send: () => undefined, keep: () => undefined });
  model.receive(runs);
});

describe('the tables of runs', () => {
  it('have a column per run, the difference of the chosen ones with the better one, and the means of groups of several runs', () => {
    const html = renderToString(<ResultsTable runs={runs} />);
    const text = textOf(html);
    expect(text).toContain('A B C B − A better mean A C accuracy, % 80.0 – 82.0 – 81.0 ± 2.0');
    expect(text).toContain('dead, % 7.0 4.0 9.0 −3.0 −4.0 to −2.0 B –');
    expect(html).toContain('title="Share of correct predictions."');
    expect(text).not.toContain('SRS');
    const units = { heads: ['', 'A neurons', 'A ffn1-k16'], rows: [['units', '1,024', '4,096']] };
    expect(textOf(renderToString(<UnitsTable units={units} />))).toContain('A neurons A ffn1-k16 units 1,024 4,096');
    const mixed = { ...runs, unitNote: 'first ranked and removed tokens' };
    expect(textOf(renderToString(<ResultsTable runs={mixed} />))).toContain('first ranked and removed tokens');
    expect(textOf(renderToString(<SettingsTable runs={runs} />))).toContain('A B C seed 1 1 2');
  });

  it('say so where nothing differs, or nothing is measured', () => {
    expect(renderToString(<SettingsTable runs={{ ...runs, configuration: [] }} />)).toContain(
      'All settings are the same.',
    );
    expect(renderToString(<ResultsTable runs={{ ...runs, figures: [] }} />)).toContain('No run is evaluated yet.');
  });
});

describe('the neurons of two runs', () => {
  const section = () => renderToString(<NeuronSection model={model} runs={runs} />);
  const transitions = [
    [0, 0, 1, 1],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];

  it('show the progress of their comparison, then why there is none', () => {
    model.receive({ kind: 'working', phase: 'Matching', share: 0.5 });
    expect(section()).toMatch(/Matching ….*Stop.*role="progressbar"/);
    model.receive({ kind: 'noNeurons', problem: { message: 'other words', remedy: 'Choose others.' } });
    expect(textOf(section())).toMatch(/Other words\. Choose others\. Compare again $/);
  });

  it('are listed by the transition that is chosen in the table', () => {
    const neurons = { tokens: 9, texts: 2, sameStart: false, matched: spread, sameNumber: 0, chance: spread };
    model.receive({ kind: 'neurons', neurons: { ...neurons, transitions, pairs } });
    expect(section()).toContain('aria-label="1: monosemantic in A, no match in B"');
    expect(textOf(section())).toContain('All 2 neurons and pairs.');
    model.transition.value = { from: 'monosemantic', to: 'dead' };
    expect(section()).toMatch(/aria-pressed="true" aria-label="1: monosemantic in A, dead in B"/);
    const text = textOf(section());
    expect(text).toContain('1 neuron: monosemantic in A, dead in B Show all');
    expect(text).toContain('0.80 5 monosemantic good · fine 7 dead ');
  });
});

describe('the changed predictions', () => {
  it('are counted, and say which run is right', () => {
    model.receive({ kind: 'changes', texts: 10, fixed: 1, broken: 1, wrong: 0 });
    const word = { text: 'zebra', known: false, keep: 0.25 };
    model.receive({
      kind: 'line',
      line: {
        ...{ index: 3, label: 'good', place: 'test.tsv:5', change: 'fixed' },
        from: { predicted: 'bad', probability: 0.9, words: [word] },
        to: { predicted: 'good', probability: 0.6, words: [] },
      },
    });
    const html = renderToString(<LineSection model={model} />);
    const text = textOf(html);
    expect(text).toContain('2 of 10 test texts: 1 correct in B only, 1 correct in A only.');
    expect(text).toContain('test.tsv:5 is good correct in B only A ✗ bad 90.0 % zebra B ✓ good 60.0 %');
    expect(text).toContain('Show more');
    expect(html).toContain('title="keep probability 0.25, read as &lt;UNK>"');
  });
});

import { describe, expect, it } from 'vitest';
import { explainedText } from '../../core/evaluation/explanation/explainedText.ts';
import type { ExplainedNeuron } from '../../../../src/protocol/neurons.ts';
import { evidenceOf, filterAssignments, type AssignmentFilter } from '../../../../webview/neurons/assignments.ts';

const read = explainedText(
  ['A', 'Gorgeous', 'film'].map((text) => ({ text, id: 2, start: 0, end: text.length, known: true, keep: null })),
);
const { tokens } = read;
const neuron = (index: number, places: readonly number[]): ExplainedNeuron => ({
  layer: 0,
  index,
  label: places.length === 1 ? 'monosemantic' : 'polysemantic',
  activation: 1,
  tokens: places.map((token) => ({ token, activation: 1 })),
});
const neurons = [neuron(12, [1]), neuron(3, [0, 2]), neuron(1, [2])];
const labels = [
  Array.from({ length: 13 }, (_, f) => (f === 3 ? ('monosemantic' as const) : ('polysemantic' as const))),
];
const all: AssignmentFilter = { label: null, corpusLabel: null, token: null, text: '' };
const passing = (filter: Partial<AssignmentFilter>) =>
  filterAssignments({ ...read, neurons }, labels, { ...all, ...filter }).map(({ index }) => index);

describe('filterAssignments', () => {
  it('keeps the order and, unfiltered, every neuron', () => {
    expect(passing({})).toEqual([12, 3, 1]);
  });

  it('narrows by the label in the text and by that over the data set', () => {
    expect(passing({ label: 'monosemantic' })).toEqual([12, 1]);
    expect(passing({ corpusLabel: 'monosemantic' })).toEqual([3]);
    expect(filterAssignments({ ...read, neurons }, null, { ...all, corpusLabel: 'dead' })).toEqual([]);
  });

  it('narrows to the neurons of a token', () => {
    expect(passing({ token: 2 })).toEqual([3, 1]);
  });

  it('narrows to the neurons of all pieces of a word, and finds them by it', () => {
    const [piece, rest] = [
      { ...tokens[1]!, text: 'worth', inWord: '[worth]less' },
      { ...tokens[2]!, text: '##less', inWord: 'worth[less]', word: 1 },
    ];
    const worthless = {
      tokens: [tokens[0]!, piece, rest],
      words: [read.words[0]!, { ...read.words[1]!, text: 'worthless' }],
    };
    const found = (filter: Partial<AssignmentFilter>) =>
      filterAssignments({ ...worthless, neurons }, labels, { ...all, ...filter }).map(({ index }) => index);
    expect(found({ token: 1 })).toEqual([12, 3, 1]);
    expect(found({ token: 0 })).toEqual([3]);
    expect(found({ text: 'thles' })).toEqual([12, 3, 1]);
    expect(evidenceOf(neuron(7, [1, 2]), worthless.tokens).map(({ word }) => word)).toEqual([
      '[worth]less',
      'worth[less]',
    ]);
  });

  it('finds a neuron by its whole number or by a part of a token in either case', () => {
    expect(passing({ text: '1' })).toEqual([1]);
    expect(passing({ text: ' gorge ' })).toEqual([12]);
    expect(passing({ text: 'zebra' })).toEqual([]);
  });
});

describe('evidenceOf', () => {
  it('gathers the tokens of a word under its strongest activation', () => {
    const own = [0, 1, 2].map((token) => ({ token, activation: [0.5, 2, 1][token]! }));
    const repeated = [tokens[0]!, tokens[2]!, tokens[0]!];
    expect(evidenceOf({ ...neuron(7, []), tokens: own }, repeated)).toEqual([
      { word: 'film', times: 1, activation: 2 },
      { word: 'A', times: 2, activation: 1 },
    ]);
  });
});

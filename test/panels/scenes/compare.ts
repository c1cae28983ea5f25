import type { GroupCurves, Neuron, NeuronPair, Reading, Runs, ToComparePanel } from '../../../src/protocol/compare.ts';
import type { Scene } from '../panelBrowser.ts';

const count = (length: number) => Array.from({ length }, (_, i) => i);
const names = [
  'safr · λ_imp 0.5 · λ_inter 0.01 · sentence-transformers/all-MiniLM-L6-v2 · seed 1',
  'safr · λ_imp 0.5 · λ_inter 0.01 · sentence-transformers/all-MiniLM-L6-v2 · seed 2',
  'plain · seed 1',
  'vmask · seed 1',
];
const directories = names.map((_, i) => `/runs/${i}`);

/** Of each group of runs. */
function curve(xs: readonly number[], scale: number, hasRandom: boolean): GroupCurves {
  return count(3).map((group) => {
    const points = xs.map((x) => {
      const mean = scale * x * (1 - group / 5);
      return { x, mean, low: 0.9 * mean, high: 1.1 * mean };
    });
    return { points, random: hasRandom ? points.map((point) => ({ ...point, mean: point.mean / 4 })) : [] };
  });
}
const [epochs, fractions] = [count(12), [0, 0.1, 0.3, 0.5]];

const differences = [
  { value: 0.9, interval: { low: 0.2, high: 1.6 }, better: 'second' },
  { value: 0.9, interval: { low: -3.1, high: 4.9 }, better: null },
  { value: -12.5, interval: null, better: 'first' },
  null,
] as const;

const runs: Runs = {
  kind: 'runs',
  runs: names.map((name, i) => ({
    ...{ directory: directories[i]!, id: `20260102-1${i}0000-reviews`, started: `2026-01-0${i + 2}T10:07:00.000Z` },
    ...{ name, evaluated: i < 3, canEvaluate: i === 3 },
  })),
  note: '20260101-100000-reviews was deleted.',
  units: {
    heads: [
      '',
      ...['A', 'B'].flatMap((run) => ['neurons', 'embedding-k8', 'ffn1-k16'].map((name) => `${run} ${name}`)),
    ],
    rows: ['units', 'monosemantic, over the corpus, %', '… at random, points'].map((label) => [
      label,
      ...count(6).map((column) => `${-column}.1 ± 0.2`),
    ]),
  },
  unitNote: 'D ranked and removed tokens, the other runs words: their SRS cannot be compared.',
  groups: [
    { variant: names[0]!, runs: [0, 1], counted: [0, 1] },
    { variant: 'plain', runs: [2], counted: [2] },
    { variant: 'vmask', runs: [3], counted: [3] },
  ],
  configuration: [
    { field: 'safr.preset', values: ['safr', 'safr', 'plain', 'vmask'] },
    { field: 'model.pretrained', values: ['sentence-transformers/all-MiniLM-L6-v2', '…', '–', '–'] },
  ],
  figures: ['accuracy', 'SRS_imp(0.3)', 'monosemantic share, per text', 'dead, over the corpus'].map((name, i) => ({
    ...{ name, unit: i === 1 ? 'points' : '%', digits: 1, values: [81.2, 80.9, 82.1, null] },
    ...{ deviations: [null, null, null, null], groups: [{ n: 2, mean: 81, half: null }, null, null] },
    ...{ help: 'What the measure is, in one sentence.', difference: differences[i]! },
  })),
  curves: {
    ...{ crossEntropy: curve(epochs, 0.05, false), devAccuracy: curve(epochs, 7, false) },
    ...{ devSrs: curve(epochs, 1, false), monosemantic: curve(epochs, 2, false) },
    ...{ srsImp: curve(fractions, 30, true), srsInter: curve(fractions, 5, true), srs: curve([], 0, false) },
  },
  state: { directories, from: directories[0]!, to: directories[2]! },
};

const neuron = (index: number, label: Neuron['label']): Neuron => ({
  ...{ index, label },
  words: label === 'dead' ? [] : ['unbearably', 'wonderfully', 'dull', 'hollow', 'masterpiece'],
});
const pairs = count(30).map((i): NeuronPair => ({
  ...{ layer: i % 6, correlation: i === 29 ? null : 1 - i / 30 },
  from: neuron(i, i % 3 === 0 ? 'monosemantic' : 'polysemantic'),
  to: i === 29 ? null : neuron(1500 - i, i % 4 === 0 ? 'dead' : 'polysemantic'),
}));
const spread = (reached: number, median: number) => ({
  ...{ count: 9216, reached, median },
  bins: count(10).map((bin) => (reached * (bin + 1)) / 55),
});

const words = 'this unbearably long and hollow zebra of a film is never , ever a masterpiece'.split(' ');
const reading = (predicted: string): Reading => ({
  ...{ predicted, probability: 0.93 },
  words: words.map((text, i) => ({ text, known: text !== 'zebra', keep: (i % 5) / 4 })),
});
const changes = ['fixed', 'broken', 'wrong'] as const;

const messages: readonly ToComparePanel[] = [
  runs,
  {
    kind: 'neurons',
    neurons: {
      ...{ tokens: 41_234, texts: 1821, sameStart: true, sameNumber: 4321, pairs },
      ...{ matched: spread(7000, 0.71), chance: spread(120, 0.12) },
      transitions: [
        [1200, 300, 20, 11],
        [210, 5100, 40, 12],
        [0, 70, 200, 0],
        [9, 8, 0, 0],
      ],
    },
  },
  { kind: 'changes', texts: 1821, fixed: 31, broken: 22, wrong: 3 },
  ...changes.map((change, index): ToComparePanel => ({
    kind: 'line',
    line: {
      ...{ index, label: 'strongly positive', place: 'a-folder-with-reviews.tsv:1204', change },
      from: reading(change === 'broken' ? 'strongly positive' : 'strongly negative'),
      to: reading(change === 'fixed' ? 'strongly positive' : 'neutral or mixed'),
    },
  })),
];

function scene(name: string, drawn: string, messages: readonly ToComparePanel[]): Scene {
  return { panel: 'compare', name, drawn, answer: ({ kind }) => (kind === 'ready' ? messages : []) };
}

export const compareScenes: readonly Scene[] = [
  scene('four runs', '#lines article:nth-child(3)', messages),
  scene('a comparison of neurons in progress', '#neurons .progress', [
    runs,
    { kind: 'working', phase: 'computing the activations of the first run', share: 0.3 },
    { kind: 'noLines', problem: { message: 'reviews.tsv: no such file', remedy: 'Restore it.' } },
  ]),
  scene('deleted runs', '.welcome', [{ kind: 'deleted' }]),
];

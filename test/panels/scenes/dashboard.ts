import { classification } from '../../../src/core/evaluation/classification.ts';
import { rationaleTables } from '../../../src/core/evaluation/rationaleTables.ts';
import { sliceTable } from '../../../src/core/evaluation/sliceTable.ts';
import { figuresOf } from '../../../src/extension/panels/dashboard/figures.ts';
import { summaryOf } from '../../../src/extension/panels/dashboard/summary.ts';
import {
  slotCount,
  type EvaluationView,
  type Overview,
  type RunCurves,
  type RunItem,
  type ToDashboard,
} from '../../../src/protocol/dashboard.ts';
import { slicedEvaluation } from '../../unit/core/evaluation/slicedEvaluation.ts';
import { someEvaluation } from '../../unit/core/runs/someEvaluation.ts';
import type { Scene } from '../panelBrowser.ts';

const count = (length: number) => Array.from({ length }, (_, i) => i);
const fractions = [0, 0.1, 0.2, 0.3, 0.4, 0.5];

const names = [
  'safr · λ_imp 0.5 · λ_inter 0.01 · all-MiniLM-L6-v2 · seed 1',
  'safr-imp · λ_imp 0.5 · all-MiniLM-L6-v2 · seed 2 · a note of some length',
  'plain · seed 3',
];

function item(i: number): RunItem {
  const [isFailed, isEvaluated] = [i === 3, i !== 2 && i !== 3];
  return {
    ...{ directory: `/runs/${i}`, id: `20260102-1${i}0000-reviews`, started: `2026-01-02T1${i}:07:0${i}.000Z` },
    ...{
      status: isFailed ? 'failed' : i === 2 ? 'interrupted' : 'finished',
      reason: isFailed ? 'out of memory' : null,
    },
    ...{ epochs: 12 + i, accuracy: isFailed ? null : 0.8 + i / 100, accuracySplit: isEvaluated ? 'test' : 'dev' },
    ...{ srs: isEvaluated ? 12.3 + i : null, evaluated: isEvaluated, canResume: i === 2, canExplain: !isFailed },
    ...{ slot: i < names.length ? i : null, name: names[i % names.length]!, tags: [] },
  };
}

function evaluationView(i: number): EvaluationView {
  const at = (k: number, scale: number) => ({
    srs: scale * 40 * k,
    random: { mean: scale * 9 * k, deviation: scale * 2 * k },
  });
  const names = [
    'keep probability',
    'gradient × input',
    'integrated gradients',
    'leave one out',
    'attention',
    'random',
  ];
  const labels = [0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2];
  const predicted = [0, 0, 1, 0, 1, 1, 0, 1, 1, 2, 1, 2];
  const classes = ['strongly negative', 'neutral or mixed', 'strongly positive'];
  const evaluation = someEvaluation({ classification: classification(labels, predicted, classes) });
  return {
    sentences: 1821,
    summary: summaryOf(evaluation),
    confusion: { classes, counts: evaluation.classification.confusion },
    figures: figuresOf(evaluation),
    neuronsPerText: { monosemantic: 0.104 + i / 50, polysemantic: 0.277, unused: 0.619 - i / 50 },
    headline: 0.3,
    curve: fractions.map((k) => ({ k, imp: at(k, 1 + i / 9), inter: at(k, 0.2), both: at(k, 1.3 + i / 9) })),
    rivals: names.map((name, rank) => ({
      name,
      curve: fractions.map((k) => ({ k, srs: (40 - 6 * rank) * k, deviation: rank === 5 ? 4 * k : null })),
    })),
    rivalTables: [rivalTable('1,821 texts', names), rivalTable('200 texts drawn once', [...names, 'Shapley values'])],
    rationales: rationaleTables(someEvaluation()),
    slices: sliceTable(slicedEvaluation()),
  };
}

function rivalTable(texts: string, names: readonly string[]) {
  return {
    title: `Explanations on ${texts}`,
    heads: [
      'words ranked by',
      'SRS_imp(0.3)',
      'comprehensiveness ↑',
      'sufficiency ↓',
      'ms per text',
      'ρ, random weights',
    ],
    rows: names.map((name, rank) => [name, `${12 - rank}.5`, '0.310', '0.051', `${rank}.2`, '−0.02 ± 0.05']),
    notes: ['the sum of integrated gradients differs from the change of the margin by 0.0012 logits on average'],
  };
}

function curves(i: number): RunCurves {
  const steps = count(60).map((step) => 10 * step);
  const epochs = count(12).map((epoch) => epoch + 1);
  const fall = (from: number, to: number) => (x: number, n: number) => to + (from - to) * Math.exp((-4 * x) / n);
  const over = (values: readonly number[], from: number, to: number) =>
    values.map((_, x) => fall(from, to + i / 50)(x, values.length));
  const [monosemantic, dead] = [over(epochs, 0.02, 0.2), over(epochs, 0.01, 0.05)];
  return {
    directory: `/runs/${i}`,
    steps: {
      step: steps,
      crossEntropy: over(steps, 0.7, 0.2),
      importance: over(steps, 0.4, 0.1),
      interaction: over(steps, 0.05, 0.02),
    },
    epochs: {
      epoch: epochs,
      trainAccuracy: over(epochs, 0.5, 0.93),
      devAccuracy: over(epochs, 0.5, 0.84),
      devMacroF1: over(epochs, 0.4, 0.82),
      devSrs: over(epochs, 0, 15),
      ...{ monosemantic, dead },
      polysemantic: monosemantic.map((share, x) => 1 - share - dead[x]!),
    },
    ...{ bestEpoch: 9, monitor: 'accuracy', devSample: 200, isTrained: true },
    evaluation: i === 2 ? null : evaluationView(i),
    data: {
      columns: ['split', 'texts', 'strongly negative', 'neutral or mixed', 'strongly positive', 'tokens, median'],
      rows: ['train', 'dev', 'test'].map((split) => [split, '67,349', '29,780 (44.2 %)', '3 (0.0 %)', '37,569', '12']),
      leftOut: 'left out: 3 rows without text or label',
      warnings: ['8 texts are in the training and in the test split: the accuracy is too high by up to 0.4 points'],
    },
    ...{ device: 'wasm (2 threads, relaxed SIMD), AMD EPYC', seconds: 4000 },
  };
}

const overview: Overview = {
  ...{ kind: 'overview', title: 'encoder-importance-of-reviews', trusted: true, trainable: true },
  runs: count(9).map(item),
  note: '20260102-180000-reviews is not drawn: 6 runs are shown at most. Clear the check box of another run first.',
  differences: {
    columns: [0, 1, 2],
    rows: [
      { field: 'safr.preset', values: ['safr', 'safr-imp', 'plain'] },
      { field: 'model.pretrained', values: ['sentence-transformers/all-MiniLM-L6-v2', '–', '–'] },
    ],
  },
  state: { experimentPath: '/reviews.safr.json', slots: count(slotCount).map(() => null) },
};
const job: ToDashboard = {
  kind: 'job',
  job: { phase: 'evaluating the test split', share: 0.4, epoch: 3, loss: 0.31, secondsLeft: 3700 },
};

function scene(name: string, drawn: string, ...messages: readonly ToDashboard[]): Scene {
  const answer: Scene['answer'] = ({ kind }) => (kind === 'ready' ? messages : []);
  return { panel: 'dashboard', name, answer, drawn };
}

const run = (i: number): ToDashboard => ({ kind: 'run', run: curves(i) });

export const dashboardScenes: readonly Scene[] = [
  scene('three runs', '#rivals table', run(0), run(1), run(2), overview, job),
  scene('a run that is not evaluated', '.notice', run(2), {
    ...overview,
    runs: [{ ...item(2), slot: 0 }],
    differences: { columns: [0, null], rows: [{ field: 'training.classWeights', values: ['balanced', 'none'] }] },
  }),
  scene('no run', '.welcome', { ...overview, runs: [], trainable: false }, { kind: 'job', job: null }),
];

import type { SweepCell, SweepTable, ToSweep } from '../../../src/protocol/sweep.ts';
import type { Scene } from '../panelBrowser.ts';

const seeds = ['1', '2', '3', '4', '5'];
const presets = ['plain', 'vmask', 'safr-imp', 'safr'];
const weights = ['0.1', '1'];
const rows = presets.flatMap((preset) => weights.map((weight) => [preset, weight] as const));
const states = ['done', 'done', 'running', 'failed', 'stopped', 'waiting'] as const;

const cells = rows.flatMap((_, row) =>
  seeds.map((_, seed): SweepCell => {
    const number = row * seeds.length + seed + 1;
    const state = row < 6 ? 'done' : states[number % states.length]!;
    const reason = state === 'failed' ? 'out of memory: reviews.tsv, batch 17' : null;
    return { number, state, share: state === 'running' ? 0.4 : null, reason, opens: state === 'done' };
  }),
);

const combinations: SweepTable = {
  title:
    "Test split, mean ± 95 % interval over seeds (Student's t, from 3 seeds on); * not dominated in accuracy and SRS",
  header: [
    ...[
      '',
      'safr.preset',
      'safr.importance',
      'seeds',
      'accuracy %',
      'SRS(0.3)',
      'random',
      'macro F1 %',
      'SRS_imp(0.3)',
    ],
    ...['SRS_inter(0.3)', 'neurons used per input %', 'mono per input %', 'mono over corpus %', 'mono off', 'poly off'],
    ...['Pareto'],
  ],
  align: 'rllrrrrrrrrrrrrl',
  rows: rows.map(([preset, weight], i) => [
    ...[String(i + 1), preset, weight, '5', '81.2 ± 0.4', '14.1 ± 1.3', '4.0 ± 0.2', '81.1 ± 0.5', '12.3 ± 1.1'],
    ...['0.2 ± 0.1', '10.8 ± 0.3', '61.2 ± 0.8', '4.1 ± 0.6', '−1.2 ± 0.3', '−20.1 ± 3.3', i % 3 === 0 ? '*' : ''],
  ]),
};
const differences: SweepTable = {
  title: 'Differences by safr.preset over the common seeds: mean ± 95 % interval, p of the paired t test, two-sided',
  header: ['safr.preset', 'safr.importance', 'seeds', 'accuracy %', 'SRS(0.3)', 'random', 'mono per input %'],
  align: 'llrrrrr',
  rows: weights.map((weight) => [
    ...['plain → safr', weight, '5', '−0.3 ± 0.2 (p 0.041)', '8.1 ± 1.2 (p 0.002)', '0.1 ± 0.3 (p 0.71)', '–'],
  ]),
};

const overview = (grid: Extract<ToSweep, { kind: 'overview' }>['grid']): ToSweep => ({
  ...{ kind: 'overview', title: 'presets-and-weights-of-reviews', trusted: true, grid },
  state: { experimentPath: '/reviews.safr.json', compare: null },
});
const grid = {
  ...{ fields: ['safr.preset', 'safr.importance'], seeds },
  rows: rows.map((values, row) => ({
    values: [...values],
    elements: seeds.map((_, seed) => row * seeds.length + seed + 1),
  })),
};
const messages: readonly ToSweep[] = [
  overview(grid),
  { kind: 'cells', cells },
  { kind: 'status', status: { state: 'running', seconds: 4000, secondsLeft: 12_000, note: 'Slurm job 17 waits.' } },
  {
    kind: 'result',
    result: {
      ...{ combinations, differences, comparable: ['safr.preset', 'safr.importance'], compared: 'safr.preset' },
      srsName: 'SRS(0.3)',
      points: rows.map(([preset, weight], i) => ({
        ...{ number: i + 1, name: `safr.preset ${preset}, safr.importance ${weight}`, front: i % 3 === 0 },
        ...{ accuracy: { mean: 80 + i / 3, half: 0.4 }, srs: { mean: 14 - i / 2, half: 1.2 } },
      })),
    },
  },
];

function scene(name: string, drawn: string, messages: readonly ToSweep[]): Scene {
  return { panel: 'sweep', name, drawn, answer: ({ kind }) => (kind === 'ready' ? messages : []) };
}

export const sweepScenes: readonly Scene[] = [
  scene('a running sweep', '#pareto canvas', messages),
  scene('an experiment without a sweep', '.welcome', [overview(null)]),
];

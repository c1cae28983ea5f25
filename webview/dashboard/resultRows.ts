import type { EvaluationView, RemovalKind, SwitchedOff } from '../../src/protocol/dashboard.ts';
import { clock, decimals, grouped, percent, signed } from '../../src/common/format.ts';
import type { ShownRun } from './plots.ts';

type Row = readonly [name: string, ...values: string[]];

/** The figures of the evaluations: in each row a name, then the value of each run. */
export function resultRows(runs: readonly ShownRun[]): Row[] {
  const evaluations = runs.map(({ curves }) => curves.evaluation);
  const row = (name: string, value: (evaluation: EvaluationView) => string): Row => [
    name,
    ...evaluations.map((evaluation) => (evaluation ? value(evaluation) : '–')),
  ];
  const k = evaluations.find((evaluation) => evaluation)?.headline ?? 0.3;
  const srs = (name: string, kind: RemovalKind) => {
    const value = ({ curve, headline }: EvaluationView) => curve.find((point) => point.k === headline)?.[kind];
    return [
      row(`${name}(${k}), points`, (evaluation) => decimals(value(evaluation)?.srs, 1)),
      row('– at random', (evaluation) => spread(value(evaluation)?.random ?? null)),
    ];
  };
  const off = (name: string, label: 'monosemantic' | 'polysemantic') => {
    if (evaluations.every((evaluation) => !evaluation?.causal)) return [];
    const value = (of: (off: NonNullable<SwitchedOff>) => string) => (evaluation: EvaluationView) => {
      const found = evaluation.causal?.[label];
      return found ? of(found) : '–';
    };
    return [
      row(
        `${name} neurons off, points`,
        value(({ accuracy }) => signed(accuracy, 1)),
      ),
      row(
        '– at random',
        value(({ random }) => spread(random?.accuracy ?? null)),
      ),
      row(
        '– predictions that flip',
        value(({ flips }) => percent(flips)),
      ),
      row(
        '– change of the margin',
        value(({ margin }) => signed(margin, 2)),
      ),
    ];
  };
  return [
    row('Accuracy, test', ({ accuracy }) => percent(accuracy)),
    row('Macro F1', ({ macroF1 }) => percent(macroF1)),
    ...srs('SRS_imp', 'imp'),
    ...srs('SRS_inter', 'inter'),
    ...srs('SRS', 'both'),
    row('Monosemantic share per input', ({ monosemanticPerInput }) => percent(monosemanticPerInput)),
    row('Monosemantic over the corpus', ({ monosemanticOfCorpus }) => percent(monosemanticOfCorpus)),
    row('Dead over the corpus', ({ deadOfCorpus }) => percent(deadOfCorpus)),
    ...off('Monosemantic', 'monosemantic'),
    ...off('Polysemantic', 'polysemantic'),
    row('Sentences', ({ sentences }) => grouped(sentences)),
    ['Device', ...runs.map(({ curves }) => curves.device)],
    ['Training time', ...runs.map(({ curves }) => clock(curves.seconds))],
  ];
}

function spread(random: { readonly mean: number; readonly deviation: number | null } | null): string {
  if (!random) return '–';
  return `${decimals(random.mean, 1)}${random.deviation === null ? '' : ` ±\u00a0${decimals(random.deviation, 1)}`}`;
}

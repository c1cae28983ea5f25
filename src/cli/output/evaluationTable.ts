import type { RankingReport } from '../../core/evaluation/rankingTally.ts';
import { headlineOf, type SrsValue } from '../../core/evaluation/srs.ts';
import type { StoredEvaluation } from '../../core/runs/evaluationFile.ts';
import { colors } from './colors.ts';
import { decimals, grouped, percent, signed } from '../../common/format.ts';
import { table } from './table.ts';

/** The result of an evaluation, for people: one figure a line, its unit and what to compare it with beside it. */
export function evaluationTable(evaluation: StoredEvaluation): string[] {
  const { split, sentences, classification, neurons } = evaluation;
  const { perInput, corpus } = neurons;
  const rows = [
    row('accuracy', shareOf(classification.accuracy), '%', `on ${grouped(sentences)} ${split} texts`),
    ...srsRows(evaluation),
    row('monosemantic share', shareOf(perInput.monosemanticShare), '%', 'of the neurons that a text uses'),
    row('… over the corpus', shareOf(corpus.monosemantic), '%', `of all neurons; dead ${percent(corpus.dead)}`),
    ...causalRows(evaluation),
    ...eraserRows(evaluation),
    ...plantedRows(evaluation),
  ];
  return table(rows, 'lrll');
}

const row = (name: string, value: string, unit: string, remark: string) => [
  name,
  colors.bold(value),
  unit,
  colors.dim(remark),
];

const shareOf = (share: number | null) => decimals(share === null ? null : 100 * share, 1);

function srsRows({ srs, sentences }: StoredEvaluation): string[][] {
  const { k, imp, inter, both } = headlineOf(srs);
  const texts = srs.sentences < sentences ? `, on ${grouped(srs.sentences)} of the texts` : '';
  const line = (name: string, value: SrsValue | null, what: string) =>
    value ? [row(`${name}(${k})`, decimals(value.srs, 1), 'points', `without ${what}; ${baseline(value)}`)] : [];
  return [
    ...line('SRS_imp', imp, 'the important tokens'),
    ...line('SRS_inter', inter, 'the attended pairs'),
    ...line('SRS', both, `both${texts}`),
  ];
}

function baseline({ random }: SrsValue): string {
  if (!random) return 'no random baseline';
  const deviation = random.deviation === null ? '' : ` ± ${decimals(random.deviation, 1)}`;
  return `random removal ${decimals(random.mean, 1)}${deviation}`;
}

function causalRows({ causal }: StoredEvaluation): string[][] {
  return (['monosemantic', 'polysemantic'] as const).flatMap((label) => {
    const off = causal[label];
    if (!off) return [];
    const random = off.random && spread(off.random.accuracy, 1);
    const changed = `${percent(off.flips)} of predictions flip, margin ${signed(off.margin)} of ${decimals(causal.margin, 2)}`;
    const baseline = random ? `random neurons ${random}` : 'no random baseline';
    const remark = `accuracy without these ${grouped(off.neurons)} neurons, ${changed}; ${baseline}`;
    return [row(`${label} off`, signed(off.accuracy, 1), 'points', remark)];
  });
}

function spread({ mean, deviation }: { mean: number; deviation: number | null }, digits: number): string {
  return `${signed(mean, digits)}${deviation === null ? '' : ` ± ${decimals(deviation, digits)}`}`;
}

function eraserRows({ eraser }: StoredEvaluation): string[][] {
  if (!eraser) return [];
  return [
    row('aopc_compr', decimals(eraser.aopc_compr, 3), '', 'comprehensiveness, higher is better'),
    row('aopc_suff', decimals(eraser.aopc_suff, 3), '', 'sufficiency, lower is better'),
  ];
}

function plantedRows({ planted }: StoredEvaluation): string[][] {
  if (!planted) return [];
  const { words, pairs, owners } = planted;
  const found = (name: string, report: RankingReport | null, by: string) =>
    report
      ? [
          row(
            name,
            decimals(report.averagePrecision, 3),
            '',
            `average precision by ${by}; random order ${decimals(report.randomAveragePrecision, 3)}`,
          ),
        ]
      : [];
  return [
    ...found('planted words', words, 'keep probability'),
    ...found('planted pairs', pairs, 'attention'),
    row(
      '… with a neuron',
      shareOf(owners.share),
      '%',
      `of the ${grouped(owners.words)} planted words own a monosemantic one`,
    ),
  ];
}

/** The same for machines: everything but what stands in the file for each text and each neuron. */
export function evaluationDocument(directory: string, file: string, evaluation: StoredEvaluation) {
  const { split, device, sentences, classification, srs, eraser, neurons, causal, planted, rivals } = evaluation;
  const { theta, perInput, corpus, meanTokenCapacity, meanKeepProbability } = neurons;
  const shares = { theta, perInput, corpus, meanTokenCapacity, meanKeepProbability };
  const measured = { classification, srs, eraser, neurons: shares, causal, planted, rivals };
  return { run: directory, file, split, device, sentences, ...measured };
}

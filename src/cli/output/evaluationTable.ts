import { headlineOf, type SrsValue } from '../../core/evaluation/srs.ts';
import type { StoredEvaluation } from '../../core/workflow/storedEvaluation.ts';
import { colors } from './colors.ts';
import { counted, decimals, grouped, percent } from './figures.ts';
import { table } from './table.ts';

/** The result of an evaluation, for people: one figure a line, its unit and what to compare it with beside it. */
export function evaluationTable(evaluation: StoredEvaluation): string[] {
  const { split, sentences, classification, neurons } = evaluation;
  const rows = [
    row('accuracy', percent(classification.accuracy), `on ${grouped(sentences)} ${split} texts`),
    ...srsRows(evaluation),
    row('monosemantic share', percent(neurons.perInput.monosemanticShare), 'of the neurons that a text uses'),
    row(
      'over the corpus',
      percent(neurons.corpus.monosemantic),
      `of all neurons; ${percent(neurons.corpus.dead)} dead`,
    ),
    ...eraserRows(evaluation),
  ];
  return table(rows, 'lrl');
}

const row = (name: string, value: string, remark: string) => [name, colors.bold(value), colors.dim(remark)];

function srsRows({ srs, sentences }: StoredEvaluation): string[][] {
  const { k, imp, inter, both } = headlineOf(srs);
  const seeds = counted(srs.randomSeeds, 'seed');
  const texts = srs.sentences < sentences ? `, ${grouped(srs.sentences)} texts` : '';
  const line = (name: string, value: SrsValue | null, remark: string) =>
    value ? [row(`${name}(${k})`, decimals(value.srs, 1), `points; ${baseline(value)}${remark}`)] : [];
  return [...line('SRS_imp', imp, ` (${seeds}${texts})`), ...line('SRS_inter', inter, ''), ...line('SRS', both, '')];
}

function baseline({ random }: SrsValue): string {
  if (!random) return 'no random baseline';
  const deviation = random.deviation === null ? '' : ` ± ${decimals(random.deviation, 1)}`;
  return `random removal ${decimals(random.mean, 1)}${deviation}`;
}

function eraserRows({ eraser }: StoredEvaluation): string[][] {
  if (!eraser) return [];
  return [
    row('aopc_compr', decimals(eraser.aopc_compr, 3), 'comprehensiveness, higher is better'),
    row('aopc_suff', decimals(eraser.aopc_suff, 3), 'sufficiency, lower is better'),
  ];
}

/** The same for machines: everything but what stands in the file for each text and each neuron. */
export function evaluationDocument(directory: string, file: string, evaluation: StoredEvaluation) {
  const { split, device, sentences, classification, srs, eraser, neurons } = evaluation;
  const { theta, perInput, corpus, meanTokenCapacity, meanKeepProbability } = neurons;
  const shares = { theta, perInput, corpus, meanTokenCapacity, meanKeepProbability };
  return { run: directory, file, split, device, sentences, classification, srs, eraser, neurons: shares };
}

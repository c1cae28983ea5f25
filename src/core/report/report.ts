import { measureValue } from '../evaluation/measureValue.ts';
import { accuracyIntervalText } from '../evaluation/smallTest.ts';
import { headlineOf } from '../evaluation/srs.ts';
import { labelOf, measure, measuresFor, valueText, type MeasureId } from '../experiment/measures.ts';
import type { DetailedRun } from '../runs/readRun.ts';
import type { StoredFeatures } from '../runs/featureFiles.ts';
import { dataSection } from './dataSection.ts';
import { evaluationSection } from './evaluationSection.ts';
import { featureSection } from './featureSection.ts';
import { decimals, percent } from '../../common/format.ts';
import { html, type Html } from './html.ts';
import { linesSection, type ExplainedLine } from './linesSection.ts';
import { neuronsSection, type ReportNeurons } from './neuronsSection.ts';
import { recordSection } from './recordSection.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { style } from './style.ts';
import { trainingSection } from './trainingSection.ts';

export interface ReportContent {
  readonly run: DetailedRun;
  /** Autoencoders of its weights. */
  readonly features: readonly StoredFeatures[];
  readonly lines: readonly ExplainedLine[];
  /** Why there are no lines; null if there are some or none were requested. */
  readonly whyNoLines: string | null;
  readonly neurons?: ReportNeurons | null | undefined;
}

/** A run as one self-contained HTML document: no scripts, nothing to load. It depends on its arguments only. */
export function reportHtml({ run, features, lines, whyNoLines, neurons }: ReportContent): string {
  const { evaluation } = run;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${run.id}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <h1>${run.experiment.name}</h1>
        <p class="quiet">
          run ${run.id} · ${run.status}${run.record.reason === null ? '' : `: ${run.record.reason}`} · SAFR Studio
          ${run.environment.safr}
        </p>
        ${summary(run, evaluation)} ${dataSection(run)} ${evaluationSection(evaluation, run.experiment)}
        ${featureSection(evaluation, features)} ${linesSection(lines, whyNoLines)} ${neurons && neuronsSection(neurons)}
        ${trainingSection(run)} ${recordSection(run)}
      </body>
    </html> `.text;
}

function summary(run: DetailedRun, evaluation: Evaluation | null): Html {
  const figures = [...(evaluation ? evaluationFigures(evaluation) : []), ...devFigures(run)];
  return html`<dl class="figures">
    ${figures.map(
      ({ name, figure, remark }) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${figure}<small>${remark}</small></dd>
        </div>`,
    )}
  </dl>`;
}

function devFigures({ record: { best }, experiment }: DetailedRun): ReportFigure[] {
  const chosenBy = measure(experiment.training.monitor).name;
  const remark = best ? `epoch ${best.epoch}, the best by ${chosenBy}` : '';
  return [
    { name: 'Dev accuracy', figure: percent(best?.accuracy), remark },
    ...(best?.macroF1 == null ? [] : [{ name: 'Dev macro F1', figure: percent(best.macroF1), remark: '' }]),
  ];
}

interface ReportFigure {
  readonly name: string;
  readonly figure: string;
  readonly remark: string;
}

/** A model without a mask has no SRS; that of its pairs stands in. */
function evaluationFigures(evaluation: Evaluation): ReportFigure[] {
  const { headline } = evaluation.srs;
  return measuresFor('report').flatMap((row) => {
    const isUnmasked = row.id === 'srs' && measureValue(evaluation, row, headline) === null;
    const shown = isUnmasked ? measure('srsInter') : row;
    const value = measureValue(evaluation, shown, headline);
    const name = labelOf({ ...shown, scope: undefined }, headline);
    const figure = `${valueText(shown, value)}${shown.unit === '' ? '' : ` ${shown.unit}`}`;
    return { name: `${name[0]!.toUpperCase()}${name.slice(1)}`, figure, remark: '', ...own[row.id]?.(evaluation) };
  });
}

const own: Partial<Record<MeasureId, (evaluation: Evaluation) => Partial<ReportFigure>>> = {
  accuracy: (evaluation) => ({
    name: 'Test accuracy',
    remark: `${evaluation.sentences} texts; 95 % interval ${accuracyIntervalText(evaluation)}`,
  }),
  largestClass: () => ({ remark: 'of the texts: accuracy of always predicting it' }),
  srs: ({ srs }) => {
    const { both, inter } = headlineOf(srs);
    const random = (both ?? inter)?.random;
    return { remark: random ? `random removal ${decimals(random.mean, 1)}` : '' };
  },
  usedPerInput: () => ({ remark: 'of all neurons, by a text' }),
  monosemanticShare: () => ({ remark: 'of the neurons used by a text' }),
  monosemanticNeurons: () => ({ remark: 'of all neurons, over the corpus' }),
  deadNeurons: () => ({ remark: 'of all neurons never fire' }),
  purity: () => ({ remark: 'of the activation of a neuron is on one word, mean over those that are not dead' }),
};

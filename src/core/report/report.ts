import type { DetailedRun } from '../runs/readRun.ts';
import { evaluationSection } from './evaluationSection.ts';
import { decimals, percent } from '../../common/format.ts';
import { html, type Html } from './html.ts';
import { linesSection, type ExplainedLine } from './linesSection.ts';
import { recordSection } from './recordSection.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { style } from './style.ts';
import { trainingSection } from './trainingSection.ts';

export interface ReportContent {
  readonly run: DetailedRun;
  readonly lines: readonly ExplainedLine[];
  /** Why there are no lines; null if there are some or none were requested. */
  readonly whyNoLines: string | null;
}

/** A run as one self-contained HTML document: no scripts, nothing to load. It depends on its arguments only. */
export function reportHtml({ run, lines, whyNoLines }: ReportContent): string {
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
        ${summary(run, evaluation)} ${evaluationSection(evaluation)} ${linesSection(lines, whyNoLines)}
        ${trainingSection(run)} ${recordSection(run)}
      </body>
    </html> `.text;
}

function summary({ record }: DetailedRun, evaluation: Evaluation | null): Html {
  const point = evaluation?.srs.curve.find(({ k }) => k === evaluation.srs.headline);
  const value = point?.both ?? point?.inter;
  const figures: readonly (readonly [string, string, string])[] = [
    ['Test accuracy', percent(evaluation?.classification.accuracy), evaluation ? `${evaluation.sentences} texts` : ''],
    [
      `${point?.both ? 'SRS' : 'SRS_inter'}(${point?.k ?? 'k'})`,
      `${decimals(value?.srs, 1)} points`,
      value?.random ? `random removal ${decimals(value.random.mean, 1)}` : '',
    ],
    ['Monosemantic share', percent(evaluation?.neurons.perInput.monosemanticShare), 'of the neurons used by a text'],
    ['Dev accuracy', percent(record.best?.accuracy), record.best ? `epoch ${record.best.epoch}` : ''],
  ];
  return html`<dl class="figures">
    ${figures.map(
      ([name, figure, remark]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${figure}<small>${remark}</small></dd>
        </div>`,
    )}
  </dl>`;
}

import { causalTable } from './causalTable.ts';
import { percent, decimals } from '../../common/format.ts';
import { html, type Html } from './html.ts';
import { lineChart } from './lineChart.ts';
import { unitOf, type Evaluation } from '../evaluation/evaluation.ts';
import type { Experiment } from '../experiment/schema.ts';
import { noMaskNote } from '../evaluation/noMaskNote.ts';
import { smallTestNote } from '../evaluation/smallTest.ts';
import { rationaleSection } from './rationaleSection.ts';
import { rivalSection } from './rivalSection.ts';
import { sliceSection } from './sliceSection.ts';
import { table } from './table.ts';

/** Results per class, SRS curves with random removal, and shares of neurons, on the test split. */
export function evaluationSection(evaluation: Evaluation | null, experiment: Experiment): Html {
  if (!evaluation)
    return html`<h2>Test</h2>
      <p class="quiet">The run is not evaluated.</p>`;
  const { srs, eraser } = evaluation;
  const unit = unitOf(evaluation, experiment);
  const removals = `Accuracy lost in points when the share k of the most important ${unit}s, of the most attended pairs, or of both is removed, on
    ${srs.sentences} texts, compared with the mean of ${srs.randomSeeds} random removals of the same size (band: standard deviation).`;
  const note = smallTestNote(evaluation, 'test');
  const noMask = noMaskNote(evaluation);
  return html`<h2>Test</h2>
    ${note && html`<p>Note: ${note}.</p>`} ${classTable(evaluation)}
    <h3>Faithfulness of the shown ${unit}s and pairs</h3>
    <p class="quiet">${removals}</p>
    ${noMask && html`<p>Note: ${noMask}.</p>`} ${srsChart(evaluation, 'both', `SRS(k): ${unit}s and pairs`)}
    ${srsChart(evaluation, 'imp', `SRS_imp(k): ${unit}s`)} ${srsChart(evaluation, 'inter', 'SRS_inter(k): pairs')}
    ${
      eraser &&
      html`<p>
        AOPC of the ${unit}s: comprehensiveness ${decimals(eraser.aopc_compr, 3)}, sufficiency
        ${decimals(eraser.aopc_suff, 3)}.
      </p>`
    }
    ${rivalSection(evaluation)} ${rationaleSection(evaluation)} ${sliceSection(evaluation)} ${neuronShares(evaluation)}
    ${causalTable(evaluation.causal)}`;
}

function classTable({ classification: { classes, confusion } }: Evaluation): Html {
  const rows = classes.map(({ name, precision, recall, f1 }, c) => [
    ...[name, percent(precision), percent(recall), percent(f1)],
    ...(confusion[c] ?? []),
  ]);
  return table(['class', 'precision', 'recall', 'F1', ...classes.map(({ name }) => `predicted ${name}`)], rows);
}

function srsChart({ srs: { curve } }: Evaluation, kind: 'imp' | 'inter' | 'both', title: string): Html {
  const values = curve.map((point) => point[kind]);
  const random = {
    name: 'random removal',
    dashed: true,
    values: values.map((value) => value?.random?.mean ?? null),
    band: values.map((value) => value?.random?.deviation ?? null),
  };
  const ranked = { name: 'by importance', values: values.map((value) => value?.srs ?? null) };
  return lineChart({ title, axis: 'k', x: curve.map(({ k }) => k), lines: [ranked, random], digits: 1 });
}

function neuronShares({ neurons: { perInput, corpus, theta } }: Evaluation): Html {
  const { dead, monosemantic, polysemantic } = corpus;
  return html`<h3>Neurons</h3>
    <p class="quiet">
      A token is allocated the neurons that reach ${theta} of its largest activation. In a text, a neuron with one token
      is monosemantic; over the corpus, one whose strongest activations are mostly of one word.
    </p>
    ${bar('In a text, on average', [
      ['monosemantic', perInput.monosemantic],
      ['polysemantic', perInput.polysemantic],
      ['unused', perInput.unused],
    ])}
    ${bar('Over the corpus', [
      ['monosemantic', monosemantic],
      ['polysemantic', polysemantic],
      ['dead', dead],
    ])}`;
}

function bar(title: string, shares: readonly (readonly [string, number])[]): Html {
  return html`<div class="shares">
    <div>
      <p>${title}</p>
      <div class="bar" aria-hidden="true">
        ${shares.map(([, share], i) => html`<span class="line-${i}" style="--share:${share.toFixed(4)}"></span>`)}
      </div>
      <p class="legend">${shares.map(([name], i) => html`<span class="line-${i}">${name}</span> `)}</p>
    </div>
    ${table(
      [],
      shares.map(([name, share]) => [name, percent(share)]),
    )}
  </div>`;
}

import { rankingWords } from '../evaluation/attribution/rankingNames.ts';
import type { RivalMethod } from '../evaluation/methodTally.ts';
import type { RivalReport } from '../evaluation/rivalTally.ts';
import type { Unit } from '../experiment/sections/evaluation.ts';
import { decimals } from '../../common/format.ts';
import { html, type Html } from './html.ts';
import { lineChart } from './lineChart.ts';

/** The mask's ranking of words or tokens compared with other rankings; null if they were not measured. */
export function rivalSection(rivals: RivalReport | undefined, unit: Unit, headline: number): Html | null {
  if (!rivals) return null;
  const { methods, sentences, completeness } = rivals;
  const lines = methods.map(({ name, curve }) => ({
    name: rankingWords[name],
    values: curve.map(({ srs }) => srs),
    band: curve.map(({ deviation }) => deviation),
  }));
  return html`<h3>Other explanation methods</h3>
    <p class="quiet">
      The same removal of ${unit}s on ${sentences} texts, ranked by the mask and by methods that need no mask. A score
      is a ${unit}'s support for the predicted class. The sum of integrated gradients differs from the change of the
      margin by ${decimals(completeness.meanGap, 4)} logits on average, ${decimals(completeness.largestGap, 3)} at most.
    </p>
    ${lineChart({
      title: 'SRS_imp(k) by ranking method',
      axis: 'k',
      x: methods[0]?.curve.map(({ k }) => k) ?? [],
      lines,
      digits: 1,
    })}
    <table>
      <thead>
        <tr>
          <th>${unit}s ranked by</th>
          <th>SRS_imp(${headline})</th>
          <th>AOPC compr. ↑</th>
          <th>AOPC suff. ↓</th>
          <th>ms per text</th>
        </tr>
      </thead>
      <tbody>
        ${methods.map((method) => row(method, headline))}
      </tbody>
    </table>`;
}

function row({ name, curve, eraser, milliseconds }: RivalMethod, headline: number): Html {
  return html`<tr>
    <th>${rankingWords[name]}</th>
    <td>${decimals(curve.find(({ k }) => k === headline)?.srs, 1)}</td>
    <td>${decimals(eraser?.aopc_compr, 3)}</td>
    <td>${decimals(eraser?.aopc_suff, 3)}</td>
    <td>${decimals(milliseconds, 1)}</td>
  </tr>`;
}

import type { CausalReport } from '../evaluation/causal.ts';
import { decimals, percent } from '../../common/format.ts';
import { html, type Html } from './html.ts';
import { table } from './table.ts';

/** The effect of switching off neurons; null for an evaluation of an earlier version, which lacks it. */
export function causalTable(causal: CausalReport | undefined): Html | null {
  if (!causal) return null;
  const rows = (['monosemantic', 'polysemantic'] as const).flatMap((label) => {
    const off = causal[label];
    if (!off) return [];
    const { random } = off;
    const plain = (value: number) => ({ mean: value, deviation: null });
    const measured = { margin: plain(off.margin), flips: plain(off.flips), accuracy: plain(off.accuracy) };
    return [row(`all ${off.neurons} ${label}`, measured), ...(random ? [row('as many random neurons', random)] : [])];
  });
  if (rows.length === 0) return null;
  return html`<p>Causal effect</p>
    <p class="quiet">
      Neurons that are monosemantic or polysemantic over the corpus, all set to 0 together, on ${causal.sentences}
      texts. The margin is how far the logit of the predicted class is above the next: ${decimals(causal.margin, 2)} on
      average.
    </p>
    ${table(['neurons set to 0', 'change of margin', 'predictions that flip', 'accuracy, points'], rows)}`;
}

interface Spread {
  readonly mean: number;
  readonly deviation: number | null;
}

function row(name: string, { margin, flips, accuracy }: Record<'margin' | 'flips' | 'accuracy', Spread>): string[] {
  const cell = ({ mean, deviation }: Spread, text: (value: number) => string) =>
    deviation === null ? text(mean) : `${text(mean)} ± ${text(deviation)}`;
  return [
    name,
    cell(margin, (value) => decimals(value, 2)),
    cell(flips, percent),
    cell(accuracy, (value) => decimals(value, 1)),
  ];
}

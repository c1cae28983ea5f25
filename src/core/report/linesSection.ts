import type { Explanation } from '../evaluation/explanation/explanation.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { percent, decimals } from '../../common/format.ts';
import { html, type Html } from './html.ts';

/** A text of the test split with why it is classified as it is. */
export interface ExplainedLine {
  /** Its number in the split, from 0. */
  readonly index: number;
  /** Its class. */
  readonly label: string;
  readonly explanation: Explanation;
}

const most = { pairs: 4, neurons: 6 };

/** Numbers of texts worth explaining: half of them the surest mistakes, the others the surest right ones; by number, rising, where equal. */
export function chosenLines({ predictions }: Pick<Evaluation, 'predictions'>, count: number): number[] {
  const { labels, predicted, probabilities } = predictions;
  const surest = labels.map((_, i) => i).sort((a, b) => probabilities[b]! - probabilities[a]! || a - b);
  const isRight = (i: number) => labels[i] === predicted[i];
  const [right, wrong] = [surest.filter(isRight), surest.filter((i) => !isRight(i))];
  const mistakes = wrong.slice(0, Math.max(Math.floor(count / 2), count - right.length));
  return [...mistakes, ...right.slice(0, count - mistakes.length)];
}

/** `whyNone`: why no text could be explained. */
export function linesSection(lines: readonly ExplainedLine[], whyNone: string | null): Html {
  if (lines.length === 0)
    return whyNone === null
      ? html``
      : html`<h2>Explanations</h2>
          <p class="quiet">None: ${whyNone}.</p>`;
  return html`<h2>Explanations</h2>
    <p class="quiet">
      The surest mistakes, then the surest right predictions of the test split. The stronger a token is marked, the more
      likely the mask keeps it; words that the model does not know are underlined.
    </p>
    ${lines.map(article)}`;
}

function article({ index, label, explanation }: ExplainedLine): Html {
  const { predicted, probabilities, tokens, unread, counts } = explanation;
  const probability = probabilities.find(({ class: name }) => name === predicted)?.probability;
  const isRight = predicted === label;
  return html`<article>
    <p>
      <strong class="${isRight ? 'right' : 'wrong'}">${isRight ? '✓' : '✗'} ${predicted}</strong>
      ${percent(probability)} ${isRight ? null : html`, given as <strong>${label}</strong>`}
      <span class="quiet">· test text ${index + 1}</span>
    </p>
    <p class="text">
      ${tokens.map(token)}${unread > 0 ? html`<em class="quiet">and ${unread} more that are not read</em>` : null}
    </p>
    <table class="words">
      <tbody>
        ${pairRow(explanation)} ${neuronRow(explanation)}
        <tr>
          <th>All neurons</th>
          <td>${counts.monosemantic} monosemantic, ${counts.polysemantic} polysemantic, ${counts.unused} unused</td>
        </tr>
      </tbody>
    </table>
  </article>`;
}

function token({ text, keep, known }: Explanation['tokens'][number]): Html {
  const title = keep === null ? 'no mask' : `kept with probability ${decimals(keep, 2)}`;
  return html`<span style="--keep:${(keep ?? 0).toFixed(3)}" class="${known ? 'known' : 'unknown'}" title="${title}"
    >${text}</span
  > `;
}

function pairRow({ pairs, tokens }: Explanation): Html {
  const named = pairs
    .slice(0, most.pairs)
    .map(({ first, second, score }) => `${tokens[first]?.text} · ${tokens[second]?.text} (${decimals(score, 3)})`);
  return html`<tr>
    <th>Strongest pairs</th>
    <td>${named.join(', ') || '–'}</td>
  </tr>`;
}

function neuronRow({ neurons, tokens }: Explanation): Html {
  const named = neurons
    .filter(({ label }) => label === 'monosemantic')
    .slice(0, most.neurons)
    .map(({ layer, index, tokens: own }) => `${layer + 1}:${index} ${tokens[own[0]?.token ?? -1]?.text}`);
  return html`<tr>
    <th>Monosemantic neurons</th>
    <td>${named.join(', ') || '–'}</td>
  </tr>`;
}

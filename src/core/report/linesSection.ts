import type { Explanation } from '../evaluation/explanation/explanation.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { percent, decimals } from '../../common/format.ts';
import { html, type Html } from './html.ts';

/** A text of the test split with the explanation of its classification. */
export interface ExplainedLine {
  /** Its number in the split, from 0. */
  readonly index: number;
  /** The file and the line in which it begins, see `placeName`. */
  readonly place: string;
  /** Its true class. */
  readonly label: string;
  readonly explanation: Explanation;
}

/** Maximum number of entries shown of each list. */
const maxShown = { pairs: 4, neurons: 6 };

/**
 * Indices of the texts to explain: the first half are the most confident mistakes, the others the most confident correct predictions. Texts
 * with equal probabilities are in the order of the split.
 */
export function chosenLines({ predictions }: Pick<Evaluation, 'predictions'>, count: number): number[] {
  const { labels, predicted, probabilities } = predictions;
  const byConfidence = labels.map((_, i) => i).sort((a, b) => probabilities[b]! - probabilities[a]! || a - b);
  const isCorrect = (i: number) => labels[i] === predicted[i];
  const [correct, wrong] = [byConfidence.filter(isCorrect), byConfidence.filter((i) => !isCorrect(i))];
  const mistakes = wrong.slice(0, Math.max(Math.floor(count / 2), count - correct.length));
  return [...mistakes, ...correct.slice(0, count - mistakes.length)];
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
      The most confident mistakes, then the most confident correct predictions of the test split. The stronger a word is
      marked, the more likely the mask keeps it; unknown words are underlined.
    </p>
    ${lines.map(article)}`;
}

function article({ index, place, label, explanation }: ExplainedLine): Html {
  const { predicted, probabilities, words, boundary, unread, counts } = explanation;
  const probability = probabilities.find(({ class: name }) => name === predicted)?.probability;
  const isCorrect = predicted === label;
  return html`<article>
    <p>
      <strong class="${isCorrect ? 'right' : 'wrong'}">${isCorrect ? '✓' : '✗'} ${predicted}</strong>
      ${percent(probability)} ${isCorrect ? null : html`, labelled <strong>${label}</strong>`}
      <span class="quiet">· test text ${index + 1}, ${place}</span>
    </p>
    <p class="text">
      ${words.map((each) => (each.firstToken === boundary ? html`<br />${word(each)}` : word(each)))}${unread > 0 ? html`<em class="quiet">and ${unread} more tokens beyond the model's maximum length</em>` : null}
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

function word({ text, keep, known }: Explanation['words'][number]): Html {
  const title = keep === null ? 'no mask' : `kept with probability ${decimals(keep, 2)}`;
  return html`<span style="--keep:${(keep ?? 0).toFixed(3)}" class="${known ? 'known' : 'unknown'}" title="${title}"
    >${text}</span
  > `;
}

function pairRow({ pairs, words }: Explanation): Html {
  const named = pairs
    .slice(0, maxShown.pairs)
    .map(({ first, second, score }) => `${words[first]?.text} · ${words[second]?.text} (${decimals(score, 3)})`);
  return html`<tr>
    <th>Strongest pairs</th>
    <td>${named.join(', ') || '–'}</td>
  </tr>`;
}

function neuronRow({ neurons, tokens }: Explanation): Html {
  const named = neurons
    .filter(({ label }) => label === 'monosemantic')
    .slice(0, maxShown.neurons)
    .map(({ layer, index, tokens: active }) => `${layer + 1}:${index} ${tokens[active[0]?.token ?? -1]?.inWord}`);
  return html`<tr>
    <th>Monosemantic neurons</th>
    <td>${named.join(', ') || '–'}</td>
  </tr>`;
}

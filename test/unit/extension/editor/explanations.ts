import { explainedText } from '../../core/evaluation/explanation/explainedText.ts';
import type { Explanation } from '../../../../src/core/evaluation/explanation/explanation.ts';

/** An explanation of a text whose tokens are parted by spaces, `keep[i]` the importance of token i. */
export function explanationOf(
  text: string,
  keep: readonly (number | null)[],
  rest: Partial<Explanation> = {},
): Explanation {
  return {
    predicted: 'positive',
    probabilities: [
      { class: 'negative', probability: 0.2 },
      { class: 'positive', probability: 0.8 },
    ],
    logits: [0, Math.log(4)],
    ...explainedText(
      Array.from(text.matchAll(/[^ ]+/g), ({ 0: token, index }, i) => ({
        ...{ text: token, id: i + 2, start: index, end: index + token.length },
        ...{ known: true, keep: keep[i] ?? null },
      })),
    ),
    unread: 0,
    pairs: [],
    neurons: [],
    counts: { unused: 1000, monosemantic: 20, polysemantic: 4 },
    ...rest,
  };
}

import { printable } from '../../common/printable.ts';
import type { ExplainedWord, Explanation } from '../../core/evaluation/explanation/explanation.ts';

/** An explanation as it may be sent to a terminal: control characters of the text and of class names are escaped. */
export function printableExplanation(explanation: Explanation): Explanation {
  const { predicted, probabilities, tokens, words } = explanation;
  return {
    ...explanation,
    predicted: printableName(predicted),
    probabilities: probabilities.map((each) => ({ ...each, class: printableName(each.class) })),
    tokens: tokens.map((token) => ({ ...token, inWord: printableName(token.inWord) })),
    words: printableWords(words),
  };
}

export function printableWords(words: readonly ExplainedWord[]): ExplainedWord[] {
  return words.map((word) => ({ ...word, text: printableName(word.text) }));
}

/** A text of one line, such as a word or the name of a class. */
export function printableName(text: string): string {
  return printable(text).replaceAll('\n', '\\n');
}

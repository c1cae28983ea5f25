import { printable } from '../../common/printable.ts';
import type { ExplainedToken, Explanation } from '../../core/evaluation/explanation/explanation.ts';

/** An explanation as it may be sent to a terminal: control characters of the text and of class names are escaped. */
export function printableExplanation(explanation: Explanation): Explanation {
  const { predicted, probabilities, tokens } = explanation;
  return {
    ...explanation,
    predicted: printableName(predicted),
    probabilities: probabilities.map((each) => ({ ...each, class: printableName(each.class) })),
    tokens: printableTokens(tokens),
  };
}

export function printableTokens(tokens: readonly ExplainedToken[]): ExplainedToken[] {
  return tokens.map((token) => ({ ...token, text: printableName(token.text) }));
}

/** A text of one line, such as a token or the name of a class. */
export function printableName(text: string): string {
  return printable(text).replaceAll('\n', '\\n');
}

import { rankingWords } from '../../core/evaluation/attribution/rankingNames.ts';
import type { Explanation, TokenRanking } from '../../core/evaluation/explanation/explanation.ts';
import { colors } from './colors.ts';
import { counted, decimals, signed } from '../../common/format.ts';
import { printableExplanation } from './printableExplanation.ts';
import { table } from './table.ts';

/** Maximum number of words shown; --json has all of them. */
const maxShown = 12;

/** The words of a text as a method ranks them, those that support the prediction most first. */
export function tokenRankingView(explanation: Explanation, { by, words: scores, errors }: TokenRanking): string[] {
  const { predicted, words } = printableExplanation(explanation);
  const order = scores.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const rows = order
    .slice(0, maxShown)
    .map((i) => [`  ${signed(scores[i], 3)}${errors ? ` ± ${decimals(errors[i], 3)}` : ''}`, words[i]!.text]);
  const rest = order.length - rows.length;
  return [
    `${colors.bold('ranking')}  ${colors.dim(`by ${rankingWords[by]}: ${meaning[by] ?? `support for ${predicted}, in logits of the margin`}`)}`,
    ...table(rows, 'rl'),
    ...(rest > 0 ? [colors.dim(`  and ${counted(rest, 'more word')}`)] : []),
  ];
}

/** The meaning of scores that are not parts of the margin. */
const meaning: Partial<Record<TokenRanking['by'], string>> = {
  attention: 'the attention that a word receives',
  random: 'a baseline',
  shapley: 'share in the margin in logits, with its standard error',
};

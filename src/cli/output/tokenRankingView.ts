import { rankingWords } from '../../core/evaluation/attribution/rankingNames.ts';
import type { Explanation, TokenRanking } from '../../core/evaluation/explanation/explanation.ts';
import { colors } from './colors.ts';
import { counted, signed } from '../../common/format.ts';
import { table } from './table.ts';

/** Tokens shown; the rest is in --json. */
const most = 12;

/** The tokens of a text as a method ranks them, those that speak most for the prediction first. */
export function tokenRankingView({ predicted, tokens }: Explanation, { by, scores }: TokenRanking): string[] {
  const order = scores.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const rows = order.slice(0, most).map((i) => [`  ${signed(scores[i]!, 3)}`, tokens[i]!.text]);
  const rest = order.length - rows.length;
  return [
    `${colors.bold('ranking')}  ${colors.dim(`by ${rankingWords[by]}: ${meaning[by] ?? `what speaks for ${predicted}, in logits of the margin`}`)}`,
    ...table(rows, 'rl'),
    ...(rest > 0 ? [colors.dim(`  and ${counted(rest, 'more token')}`)] : []),
  ];
}

/** What scores mean that are no part of the margin. */
const meaning: Partial<Record<TokenRanking['by'], string>> = {
  attention: 'how much a token is attended to',
  random: 'to compare with',
};

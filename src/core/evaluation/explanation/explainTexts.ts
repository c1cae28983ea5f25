import type { ReadText } from '../../dataset/textReader.ts';
import { batchesOf, type Model } from '../../model/model.ts';
import { attributions } from '../attribution/methods.ts';
import type { AttributionMethod } from '../attribution/rankingNames.ts';
import { explanationOf, rankingOf, sentenceOfText, unitsOf, type ExplainOptions } from './explain.ts';
import type { Explanation, TokenRanking } from './explanation.ts';

export interface ExplainTextsOptions extends Model, Pick<ExplainOptions, 'classes' | 'theta' | 'units'> {
  readonly texts: readonly ReadText[];
  /** A ranking to add; the model's program must have `attribute`. */
  readonly by?: AttributionMethod | undefined;
}

/** An explanation with the ranking that was asked for. */
export interface ExplainedText {
  readonly explanation: Explanation;
  readonly ranking: TokenRanking | null;
}

/** Explains texts in batches, the same as one by one within rounding. In their order; null for a text without tokens. */
export async function explainTexts({ texts, by, ...options }: ExplainTextsOptions): Promise<(ExplainedText | null)[]> {
  const explained: (ExplainedText | null)[] = texts.map(() => null);
  const withTokens = texts.flatMap((text, index) => (text.ids.length > 0 ? [{ index, text }] : []));
  for (const group of batchesOf(withTokens, ({ text }) => text.ids.length, options)) {
    const sentences = group.map(({ index, text }) => ({ index, words: text.wordOfToken, ...sentenceOfText(text) }));
    const observations = await unitsOf(options).observe(sentences);
    const found = by && (await attributions[by](options, observations));
    group.forEach(({ index, text }, i) => {
      explained[index] = {
        explanation: explanationOf({ ...options, text }, observations[i]!),
        ranking: by && found ? rankingOf(by, observations[i]!, found[i]!) : null,
      };
    });
  }
  return explained;
}

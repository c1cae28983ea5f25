import * as z from 'zod';
import { checkEvaluation } from '../rules.ts';
import { count, explained, ruled, share } from './fields.ts';

/** What is ranked and removed. */
export const units = ['word', 'token'] as const;
export type Unit = (typeof units)[number];

/** Of `theta`. */
export const defaultTheta = 0.5;

export const evaluation = z
  .strictObject({
    fractions: z
      .array(share())
      .min(1)
      .default([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
      .describe('Fractions k of words (or tokens, see `unit`) and of pairs to remove.'),
    headline: share().default(0.3).describe('The fraction k whose SRS is shown in result tables; one of `fractions`.'),
    randomSeeds: count().default(3).describe('Number of random removals to compare with.'),
    theta: z
      .number()
      .gt(0)
      .max(1)
      .default(defaultTheta)
      .describe(
        "A token is allocated the neurons whose activation reaches this share of the token's largest activation.",
      ),
    unit: z
      .enum(units)
      .default('word')
      .describe('What is ranked and removed of a text. Only pretrained encoders have tokens that are pieces of words.')
      .meta(
        explained({
          word: 'Words, all pieces of a word together; the importance of a word is the largest of its pieces.',
          token: 'Tokens one by one, though they may be pieces of words.',
        }),
      ),
    sample: count().nullable().default(null).describe('Number of test sentences for SRS; null: all.'),
    rivals: z
      .boolean()
      .default(false)
      .describe(
        'Also rank the words by gradient × input, integrated gradients, leave-one-out, attention and at random, and measure SRS_imp and AOPC of each ranking; on fewer sentences (`costlySample`) also by Shapley values and LIME. The evaluation then takes several times as long.',
      ),
    costlySample: z
      .int()
      .min(0)
      .default(200)
      .describe(
        'With `rivals`: number of sentences, drawn once, on which Shapley values and LIME are measured, which run the model over 1,000 times per sentence, and all other rankings again for comparison; 0: none.',
      ),
    sanity: z
      .boolean()
      .default(false)
      .describe(
        'With `rivals`: also compare each ranking of these sentences with that of the same model with random weights, which an explanation of what was learned should not resemble.',
      ),
  })
  .check(checkEvaluation)
  .meta(ruled('`headline` is one of `fractions`.', 'With `sanity`, `costlySample` is 1 or more.'));

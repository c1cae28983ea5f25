import * as z from 'zod';
import { checkTokenizer } from '../rules.ts';
import { count, explained, ruled } from './fields.ts';

export const uncheckedTokenizer = z.strictObject({
  kind: z
    .enum(['whitespace', 'words', 'pattern'])
    .default('whitespace')
    .describe('What a token is.')
    .meta(
      explained({
        whitespace: 'Split at white space, as in the paper.',
        words: 'Words, and punctuation marks as separate tokens.',
        pattern: 'Matches of `pattern`.',
      }),
    ),
  pattern: z
    .string()
    .min(1)
    .optional()
    .describe(
      'JavaScript regular expression (flags g, u) without look-arounds and back references; each match is a token.',
    ),
  lowercase: z.boolean().default(false).describe('Convert the text to lower case first.'),
  minFrequency: count().default(2).describe('Words that occur less often in the training split are read as <UNK>.'),
  maxVocabulary: count().optional().describe('Maximum number of words to keep; the most frequent ones are kept.'),
});

export const tokenizer = uncheckedTokenizer
  .check(checkTokenizer)
  .meta(
    ruled(
      '`pattern` belongs to `kind` "pattern", and only to it.',
      'Planted sentences are not split by `kind` "pattern".',
    ),
  );

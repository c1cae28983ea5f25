import * as z from 'zod';
import { checkSlice } from '../rules.ts';
import { count, explained, ruled } from './fields.ts';

const text = () => z.string().min(1);
const texts = () => z.union([text(), z.array(text()).min(1)]);
const columnValue = () => z.union([z.string(), z.number(), z.boolean()]);

/** The conditions of a slice; a text has to meet all of them. */
const conditions = z
  .strictObject({
    contains: texts()
      .optional()
      .describe(
        'A word or phrase that the text contains, or a list of which it contains one: as whole words, in upper or lower case. For parts of words, use `pattern`.',
      ),
    pattern: text()
      .optional()
      .describe(
        'A JavaScript regular expression that matches somewhere in the text, without look-arounds and back references: `[0-9]+`.',
      ),
    minTokens: count().optional().describe('The least number of tokens, counted before the cut at `model.maxLength`.'),
    maxTokens: count()
      .optional()
      .describe('The largest number of tokens, counted before the cut at `model.maxLength`.'),
    label: texts().optional().describe('The class of the text, or a list of classes.'),
    predicted: z
      .enum(['wrong', 'correct'])
      .optional()
      .describe("What the model's own prediction is.")
      .meta(explained({ wrong: 'Another class than the label.', correct: 'The label.' })),
    column: z
      .record(z.string(), z.union([columnValue(), z.array(columnValue()).min(1)]))
      .optional()
      .describe(
        'Values of other columns of your files (`dataset.source` "files"), one or a list for each column: `{ "device": "mobile", "year": [2019, 2020] }`.',
      )
      .meta({ defaultSnippets: [{ body: { '${1:column}': '$2' } }] }),
  })
  .describe('The conditions of a slice; a text has to meet all of them.')
  .meta(ruled('There is one condition or more, and `maxTokens` is at least `minTokens`.'));
export type SliceConditions = z.output<typeof conditions>;

/** The conditions as an evaluation stores them: those that this version does not know are left out. */
export const sliceConditions = z.object(conditions.shape);

export const slices = z
  .record(z.string(), conditions.check(checkSlice).meta({ defaultSnippets: [{ body: { contains: '$1' } }] }))
  .describe(
    'Groups of test texts that the evaluation also measures by themselves, by a name: `"negations": { "contains": ["not", "never"] }`, `"long": { "minTokens": 30 }`. They take no part in the training: `safr evaluate RUN --slices` measures changed ones in seconds.',
  )
  .meta({ defaultSnippets: [{ label: '{ negations }', body: { '${1:negations}': { contains: ['${2:not}'] } } }] });
export type Slices = z.output<typeof slices>;

import * as z from 'zod';
import { boundPattern, expectedNames } from '../measures.ts';

const boundWords = 'a text such as ">= 0.72" or "<= 0.1"';
export const expected = z
  .record(z.string(), z.string().regex(boundPattern, boundWords).meta({ patternErrorMessage: boundWords }))
  .describe(
    `What the evaluation must reach, for \`safr check\` and the Test Explorer: \`"accuracy": ">= 0.72"\`, \`"srs@0.3": ">= 10"\` (points; k one of evaluation.fractions). Names: ${expectedNames(['k']).join(', ')}. Of a slice: \`"negations/accuracy": ">= 0.6"\`.`,
  )
  .meta({
    defaultSnippets: [{ label: '{ accuracy, srs@0.3 }', body: { accuracy: '>= ${1:0.7}', 'srs@0.3': '>= ${2:5}' } }],
  });

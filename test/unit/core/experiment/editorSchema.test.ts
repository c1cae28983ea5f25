import { expect, test } from 'vitest';
import { schemaAt } from '../../../../src/core/experiment/allowedValues.ts';
import { editorSchema } from '../../../../src/core/experiment/editorSchema.ts';
import { presetDescriptions, presetNames } from '../../../../src/core/experiment/objective.ts';

const at = (...path: string[]) => schemaAt(editorSchema(), { dataset: { source: 'files' } }, path);

test('a field’s hover has its description, its allowed values and its default', () => {
  expect(at('model', 'dropout')).toMatchObject({
    markdownDescription:
      'Dropout rate during training.\n\nAllowed: a number at least 0 and less than 1. Default: `0.1`.',
  });
  expect(at('dataset', 'dev')).toMatchObject({ markdownDescription: expect.stringContaining('each a text') });
});

test('each value of an enumeration has a description', () => {
  const undocumented = (schema: object, path = ''): string[] =>
    Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
      if (typeof value !== 'object' || value === null) return [];
      const { enum: values, enumDescriptions } = value as { enum?: unknown[]; enumDescriptions?: unknown[] };
      const here = `${path}/${key}`;
      return [...(values?.length === enumDescriptions?.length ? [] : [here]), ...undocumented(value, here)];
    });
  expect(undocumented(editorSchema())).toEqual([]);
  expect(at('safr', 'preset')).toMatchObject({ enumDescriptions: presetNames.map((name) => presetDescriptions[name]) });
});

test('comments and trailing commas are allowed, as in the templates', () => {
  expect(editorSchema()).toMatchObject({ allowComments: true, allowTrailingCommas: true });
});

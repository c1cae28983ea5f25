import { expect, test } from 'vitest';
import { schemaAt, type JsonSchema } from '../../../../src/core/experiment/allowedValues.ts';
import { editorSchema } from '../../../../src/core/experiment/editorSchema.ts';
import { experimentJsonSchema } from '../../../../src/core/experiment/schema.ts';
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
  const enumDescriptions = presetNames.map((name) => presetDescriptions[name]);
  expect(at('safr', 'preset')).toMatchObject({ anyOf: [{ enum: presetNames, enumDescriptions }, {}] });
});

const annotations = [
  ...['description', 'markdownDescription', 'default', 'defaultSnippets'],
  ...['allowComments', 'allowTrailingCommas'],
];

/** Whether a schema accepts every value, by its keywords. */
function acceptsAll({ properties = {}, additionalProperties, items, anyOf, ...rest }: JsonSchema): boolean {
  const restricts = Object.keys(rest).some((keyword) => !annotations.includes(keyword));
  const named = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  const inner = [...Object.values(properties), ...named, ...(items ? [items] : [])];
  return additionalProperties !== false && !restricts && (anyOf?.some(acceptsAll) ?? true) && inner.every(acceptsAll);
}

test('it accepts every document, so that VS Code shows no problems next to ours', () => {
  expect(acceptsAll(experimentJsonSchema())).toBe(false);
  expect(acceptsAll(editorSchema())).toBe(true);
});

test('the keys of a data set are those of its source; without a source, the sources are proposed', () => {
  const { anyOf } = editorSchema().properties!['dataset']!;
  const keys = anyOf!.map(({ properties, required }) => [required, Object.keys(properties!)] as const);
  expect(keys[0]).toEqual([['source'], ['source', 'path', 'balance']]);
  expect(keys.at(-1)).toEqual([undefined, ['source']]);
  expect(anyOf!.at(-1)!.properties!['source']).toMatchObject({
    anyOf: [{ enum: ['sst2', 'imdb', 'spam-assassin', 'planted', 'hatexplain', 'eraser', 'files'] }, {}],
  });
});

test('comments and trailing commas are allowed, as in the templates', () => {
  expect(editorSchema()).toMatchObject({ allowComments: true, allowTrailingCommas: true });
});

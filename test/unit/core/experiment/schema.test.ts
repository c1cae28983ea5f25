import { expect, test } from 'vitest';
import { experimentJsonSchema } from '../../../../src/core/experiment/schema.ts';

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly oneOf?: readonly Node[];
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

/** Dotted names of the fields of a schema for which `fails` returns true. */
function fields(node: Node, fails: (field: Node) => boolean, name = ''): string[] {
  const inner = Object.entries(node.properties ?? {}).flatMap(([key, field]) => [
    ...(fails(field) ? [`${name}${key}`] : []),
    ...fields(field, fails, `${name}${key}.`),
  ]);
  return [...inner, ...(node.oneOf ?? []).flatMap((variant) => fields(variant, fails, name))];
}

test('the JSON Schema describes every field, forbids unknown ones and requires only the data set', () => {
  const schema = experimentJsonSchema() as Node;
  expect(fields(schema, () => true)).toContain('dataset.split.dev');
  expect(fields(schema, ({ description }) => !description)).toEqual([]);
  expect(
    fields(schema, ({ properties, additionalProperties }) => !!properties && additionalProperties !== false),
  ).toEqual([]);
  expect(schema.required).toEqual(['dataset']);
});

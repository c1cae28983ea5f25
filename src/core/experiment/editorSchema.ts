import { allowedValues, type JsonSchema } from './allowedValues.ts';
import { experimentJsonSchema } from './schema.ts';

/** A JSON Schema with VS Code's extensions. */
type EditorSchema = JsonSchema & {
  readonly description?: string;
  readonly default?: unknown;
  readonly markdownDescription?: string;
  readonly allowComments?: boolean;
  readonly allowTrailingCommas?: boolean;
};

/** The JSON Schema of experiment files for editors: the hover of each field shows its allowed values and its default. */
export function editorSchema(): EditorSchema {
  return { ...withDocumentation(experimentJsonSchema()), allowComments: true, allowTrailingCommas: true };
}

function withDocumentation(schema: EditorSchema): EditorSchema {
  const { properties, items, anyOf, oneOf } = schema;
  return {
    ...schema,
    ...(schema.description !== undefined && { markdownDescription: documentation(schema, schema.description) }),
    ...(properties && { properties: mapValues(properties, withDocumentation) }),
    ...(items && { items: withDocumentation(items) }),
    ...(anyOf && { anyOf: anyOf.map(withDocumentation) }),
    ...(oneOf && { oneOf: oneOf.map(withDocumentation) }),
  };
}

function documentation(schema: EditorSchema, description: string): string {
  if (schema.properties || schema.oneOf || schema.const !== undefined) return description;
  const defaultText = schema.default === undefined ? '' : ` Default: \`${JSON.stringify(schema.default)}\`.`;
  return `${description}\n\nAllowed: ${allowedValues(schema)}.${defaultText}`;
}

function mapValues<T>(object: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

import { allowedValues, type JsonSchema } from './allowedValues.ts';
import { experimentJsonSchema } from './schema.ts';

/** A JSON Schema with what VS Code understands beside the standard. */
type EditorSchema = JsonSchema & {
  readonly description?: string;
  readonly default?: unknown;
  readonly markdownDescription?: string;
  readonly allowComments?: boolean;
  readonly allowTrailingCommas?: boolean;
};

/** The JSON Schema of experiment files as editors show it: each field's hover says what is allowed and what it is by default. */
export function editorSchema(): EditorSchema {
  return { ...documented(experimentJsonSchema()), allowComments: true, allowTrailingCommas: true };
}

function documented(schema: EditorSchema): EditorSchema {
  const { properties, items, anyOf, oneOf } = schema;
  return {
    ...schema,
    ...(schema.description !== undefined && { markdownDescription: documentation(schema, schema.description) }),
    ...(properties && { properties: mapValues(properties, documented) }),
    ...(items && { items: documented(items) }),
    ...(anyOf && { anyOf: anyOf.map(documented) }),
    ...(oneOf && { oneOf: oneOf.map(documented) }),
  };
}

function documentation(schema: EditorSchema, description: string): string {
  if (schema.properties || schema.oneOf || schema.const !== undefined) return description;
  const byDefault = schema.default === undefined ? '' : ` By default \`${JSON.stringify(schema.default)}\`.`;
  return `${description}\n\nAllowed: ${allowedValues(schema)}.${byDefault}`;
}

function mapValues<T>(object: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

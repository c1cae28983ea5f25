import { allowedValues, type JsonSchema } from './allowedValues.ts';
import { experimentJsonSchema } from './schema.ts';

/** A JSON Schema with VS Code's extensions. */
interface EditorSchema extends Omit<JsonSchema, 'properties' | 'additionalProperties' | 'items' | 'anyOf' | 'oneOf'> {
  readonly description?: string;
  readonly default?: unknown;
  readonly markdownDescription?: string;
  readonly enumDescriptions?: readonly string[];
  readonly defaultSnippets?: readonly { readonly body: unknown }[] | undefined;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, EditorSchema>>;
  readonly additionalProperties?: boolean | EditorSchema;
  readonly items?: EditorSchema;
  readonly anyOf?: readonly EditorSchema[];
  readonly oneOf?: readonly EditorSchema[];
  readonly allowComments?: boolean;
  readonly allowTrailingCommas?: boolean;
}

/**
 * The JSON Schema of experiment files for VS Code's completion and hovers: the hover of each field shows its allowed values and its default. It accepts
 * every document: VS Code would show what it finds as warnings next to the errors of `checkExperiment`, which say more.
 */
export function editorSchema(): EditorSchema {
  return { ...accepting(withDocumentation(experimentJsonSchema())), allowComments: true, allowTrailingCommas: true };
}

/** A schema that proposes the same keys and values, and accepts everything. */
function accepting(schema: EditorSchema): EditorSchema {
  const { description, markdownDescription, default: value, properties, items, oneOf, anyOf, ...others } = schema;
  const { additionalProperties: named } = schema;
  const { defaultSnippets = snippetsOf(schema), ...restrictions } = others;
  const shown = {
    ...(defaultSnippets && { defaultSnippets }),
    ...(description !== undefined && { description }),
    ...(markdownDescription !== undefined && { markdownDescription }),
    ...(value !== undefined && { default: value }),
  };
  if (properties) return { ...shown, properties: mapValues(properties, accepting) };
  if (typeof named === 'object') return { ...shown, additionalProperties: accepting(named) };
  if (oneOf) return { ...shown, anyOf: [...oneOf.map(acceptingBranch), { properties: sourcesOf(oneOf) }] };
  if (items) return { ...shown, items: accepting(items) };
  return { ...shown, anyOf: [...(anyOf ?? [restrictions]), {}] };
}

/** What follows the key where it is completed: VS Code takes it from the type of a value, which this schema does not say. */
function snippetsOf(schema: EditorSchema): EditorSchema['defaultSnippets'] {
  if (schema.oneOf) return [{ body: { source: '$1' } }];
  const isText = schema.type === 'string' && schema.default === undefined && !schema.enum;
  return isText ? [{ body: '$1' }] : undefined;
}

/** A branch of the union of data sets: it holds where the document has its constant, so that only its keys are proposed there. */
function acceptingBranch({ properties = {} }: EditorSchema): EditorSchema {
  const constants = Object.entries(properties).filter(([, { const: fixed }]) => fixed !== undefined);
  return {
    properties: { ...mapValues(properties, accepting), ...Object.fromEntries(constants) },
    required: constants.map(([key]) => key),
  };
}

/** What is proposed where no branch holds yet: the constants of all of them, with their descriptions. */
function sourcesOf(branches: readonly EditorSchema[]): Record<string, EditorSchema> {
  const sources = branches.flatMap(({ properties }) => properties?.['source'] ?? []);
  const enumDescriptions = sources.map(({ description = '' }) => description);
  return { source: { anyOf: [{ enum: sources.map((source) => source.const), enumDescriptions }, {}] } };
}

function withDocumentation(schema: EditorSchema): EditorSchema {
  const { properties, additionalProperties: named, items, anyOf, oneOf } = schema;
  return {
    ...schema,
    ...(schema.description !== undefined && { markdownDescription: documentation(schema, schema.description) }),
    ...(properties && { properties: mapValues(properties, withDocumentation) }),
    ...(typeof named === 'object' && { additionalProperties: withDocumentation(named) }),
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

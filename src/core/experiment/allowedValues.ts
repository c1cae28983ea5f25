/** The parts of JSON Schema that zod generates for experiment files. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly pattern?: string;
  /** A description of the pattern. */
  readonly patternErrorMessage?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** The schema of the value at `path` in a document; null if the schema does not have the path. */
export function schemaAt(schema: JsonSchema, document: unknown, path: readonly PropertyKey[]): JsonSchema | null {
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  const value = (document as Record<PropertyKey, unknown> | undefined)?.[key];
  for (const variant of variants(schema, document)) {
    const next = typeof key === 'number' ? variant.items : propertyOf(variant, String(key));
    if (next) return schemaAt(next, value, rest);
  }
  return null;
}

function propertyOf({ properties, additionalProperties }: JsonSchema, key: string): JsonSchema | undefined {
  return properties?.[key] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
}

/** The allowed keys of an object; for a union, those of the variant that its constants select. */
export function allowedKeys(schema: JsonSchema, object: unknown): string[] {
  return variants(schema, object).flatMap((variant) => Object.keys(variant.properties ?? {}));
}

/** The variants of a union whose constants match the document; all variants if none matches. */
function variants(schema: JsonSchema, document: unknown): readonly JsonSchema[] {
  const all = schema.oneOf ?? schema.anyOf;
  if (!all) return [schema];
  const values = document as Record<string, unknown> | null | undefined;
  const matching = all.filter(({ properties }) =>
    Object.entries(properties ?? {}).every(([key, { const: fixed }]) => fixed === undefined || fixed === values?.[key]),
  );
  return matching.length > 0 ? matching : all;
}

/** Describes the values that a schema allows. */
export function allowedValues(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(', ');
  if (schema.anyOf) return schema.anyOf.map(allowedValues).join(', or ');
  if (schema.type === 'integer' || schema.type === 'number') return allowedNumbers(schema);
  if (schema.type === 'array') return allowedLists(schema);
  if (schema.patternErrorMessage !== undefined) return schema.patternErrorMessage;
  const words: Record<string, string> = { string: 'a text, not empty', boolean: 'true or false', null: 'null' };
  return words[schema.type ?? ''] ?? 'an object { … }';
}

function allowedNumbers(schema: JsonSchema): string {
  const bounds = [
    schema.minimum !== undefined && schema.minimum > Number.MIN_SAFE_INTEGER && `at least ${schema.minimum}`,
    schema.exclusiveMinimum !== undefined && `greater than ${schema.exclusiveMinimum}`,
    schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER && `at most ${schema.maximum}`,
    schema.exclusiveMaximum !== undefined && `less than ${schema.exclusiveMaximum}`,
  ].filter((bound) => bound !== false);
  return [schema.type === 'integer' ? 'a whole number' : 'a number', bounds.join(' and ')].join(' ').trim();
}

function allowedLists({ items, minItems }: JsonSchema): string {
  const entries = items ? `, each ${allowedValues(items)}` : '';
  return `a list of at least ${minItems ?? 0}${entries}`;
}

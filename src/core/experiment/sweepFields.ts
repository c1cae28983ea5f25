import type { JsonSchema } from './allowedValues.ts';
import { fieldsWithoutEffect } from './fieldsWithoutEffect.ts';

/** Fields that do not affect any result, so that a sweep over them makes no sense. */
const notSweepable: ReadonlySet<string> = new Set([...fieldsWithoutEffect, 'name', 'slices', 'expect', 'sweep']);

type Described = JsonSchema & { readonly description?: string };

/** The fields that can be swept over, including objects, as a map from dotted paths to the schema of one value. */
export function sweepablePaths(schema: JsonSchema): ReadonlyMap<string, Described> {
  const all = Object.entries(schema.properties ?? {}).filter(([key]) => !notSweepable.has(key));
  const paths = all.flatMap(([key, field]) => [...pathsOf(field, key)].reverse());
  return new Map(paths.filter(([path]) => !notSweepable.has(path)));
}

/** The dotted paths of a field and of all fields within it. If several variants of a union have a field, the first one describes it. */
function pathsOf(field: Described, path: string): Map<string, Described> {
  const found = new Map<string, Described>();
  for (const { properties = {} } of field.oneOf ?? [field]) {
    for (const [key, inner] of Object.entries(properties)) {
      for (const [name, value] of pathsOf(inner, `${path}.${key}`)) if (!found.has(name)) found.set(name, value);
    }
  }
  return found.set(path, field);
}

/** Adds the fields of a sweep to the JSON Schema, with a list of values for each, so that editors can complete and check them. */
export function withSweepFields<T extends JsonSchema>(schema: T): T {
  const sweep = schema.properties?.['sweep'];
  if (!sweep) return schema;
  const properties = Object.fromEntries(
    Array.from(sweepablePaths(schema), ([path, items]) => [
      path,
      {
        type: 'array',
        minItems: 1,
        items: withoutDefault(items),
        description: `Values of ${path}. ${items.description ?? ''}`,
      },
    ]),
  );
  return {
    ...schema,
    properties: { ...schema.properties, sweep: { ...sweep, properties, additionalProperties: false } },
  };
}

function withoutDefault(schema: Described): Described {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== 'default'));
}

import type { JsonSchema } from './allowedValues.ts';

/** What names a run, says where it is computed or what is expected of it: no result depends on these. */
const elsewhere: ReadonlySet<string> = new Set(['$schema', 'name', 'device', 'threads', 'expect', 'sweep']);

type Described = JsonSchema & { readonly description?: string };

/** The fields that a sweep can go over, objects too, by their dotted paths, with the schema of one value. */
export function sweepablePaths(schema: JsonSchema): ReadonlyMap<string, Described> {
  const all = Object.entries(schema.properties ?? {}).filter(([key]) => !elsewhere.has(key));
  return new Map(all.flatMap(([key, field]) => [...pathsOf(field, key)].reverse()));
}

/** Of a union's variants the first that has a field describes it. */
function pathsOf(field: Described, path: string): Map<string, Described> {
  const found = new Map<string, Described>();
  for (const { properties = {} } of field.oneOf ?? [field]) {
    for (const [key, inner] of Object.entries(properties)) {
      for (const [name, value] of pathsOf(inner, `${path}.${key}`)) if (!found.has(name)) found.set(name, value);
    }
  }
  return found.set(path, field);
}

/** The JSON Schema of a sweep: for each field a list of values, so that editors complete and check them. */
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

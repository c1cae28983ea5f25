import { grouped } from '../../common/format.ts';
import type { SliceConditions } from './sections/slices.ts';

/** The conditions of a slice in words, such as `contains "not" or "never", 30 tokens or more`. */
export function sliceText({
  contains,
  pattern,
  minTokens,
  maxTokens,
  label,
  predicted,
  column = {},
}: SliceConditions): string {
  return [
    ...(contains === undefined ? [] : [`contains ${anyOf(contains)}`]),
    ...(pattern === undefined ? [] : [`matches ${pattern}`]),
    ...(minTokens === undefined ? [] : [`${grouped(minTokens)} tokens or more`]),
    ...(maxTokens === undefined ? [] : [`${grouped(maxTokens)} tokens or fewer`]),
    ...(label === undefined ? [] : [`label ${anyOf(label)}`]),
    ...(predicted === undefined ? [] : [`predicted ${predicted === 'wrong' ? 'wrong' : 'correctly'}`]),
    ...Object.entries(column).map(([name, value]) => `${name} is ${anyOf(value)}`),
  ].join(', ');
}

type Value = string | number | boolean;

function anyOf(values: Value | readonly Value[]): string {
  const quoted = [values].flat().map((value) => (typeof value === 'string' ? `"${value}"` : String(value)));
  return quoted.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

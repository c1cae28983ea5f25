/** What a column's value is as text; a list of one element is its element. null for what is no text, a number, true or false. */
export function fieldText(value: unknown): string | null {
  const only = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof only) ? String(only) : null;
}

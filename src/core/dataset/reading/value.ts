/** What a column's value is as text; a list of one element is its element. null for what is no text, a number, true or false. */
export function fieldText(value: unknown): string | null {
  const only = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof only) ? String(only) : null;
}

/** A value as JSON, for messages. */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));
  } catch (error) {
    if (error instanceof RangeError) return 'too deeply nested to be shown';
    throw error;
  }
}

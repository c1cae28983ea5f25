/** The row that a key moves to from `row` in a list of `count`; null for other keys, or an empty list. `page`: rows that are in view at once. */
export function rowAfter(key: string, row: number, count: number, page: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  return step === undefined || count === 0 ? null : Math.min(Math.max(row + step, 0), count - 1);
}

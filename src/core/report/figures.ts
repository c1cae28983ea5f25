/** Numbers of a report; what is not there is a dash. */
export function percent(share: number | null | undefined): string {
  return share == null ? '–' : `${(100 * share).toFixed(1)} %`;
}

export function decimals(value: number | null | undefined, digits: number): string {
  return value == null ? '–' : value.toFixed(digits).replace('-', '−');
}

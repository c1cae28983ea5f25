/** Numbers as people read them. A value that is not there is a dash. */
const none = '–';

export function decimals(value: number | null | undefined, digits: number): string {
  return value == null ? none : value.toFixed(digits).replace('-', '−');
}

/** With its sign, also where it is above 0. */
export function signed(value: number, digits: number): string {
  const text = decimals(value, digits);
  if (!/[1-9]/.test(text)) return decimals(0, digits);
  return value > 0 ? `+${text}` : text;
}

/** A share of 0 to 1, in percent. */
export function percent(share: number | null | undefined): string {
  return share == null ? none : `${decimals(100 * share, 1)} %`;
}

/** 12345 → 12,345 */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** Six significant digits and no needless zeros: exact enough to compare, short enough to read. */
export function exact(value: number | null): string {
  return value === null ? none : String(Number(value.toPrecision(6))).replace('-', '−');
}

/** Minutes and seconds, with hours where there are any. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

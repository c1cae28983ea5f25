/** Numbers as people read them. A value that is not there is a dash. */
const none = '–';

/** A share of 0 to 1, in percent. */
export function percent(share: number | null | undefined): string {
  return share == null ? none : `${(100 * share).toFixed(1)} %`;
}

export function decimals(value: number | null | undefined, digits: number): string {
  return value == null ? none : value.toFixed(digits).replace('-', '−');
}

/** With its sign, also where it is above 0. */
export function signed(value: number, digits = 2): string {
  const text = decimals(value, digits);
  if (!/[1-9]/.test(text)) return decimals(0, digits);
  return value > 0 ? `+${text}` : text;
}

/** 12345 → 12,345 */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** "1 thread", "2 threads" */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Minutes and seconds, with hours where there are any. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * Formatting of numbers for the terminal, the report, the editor and the panels, all in the style of the language of these texts: 1,234.5. The
 * locale of the system does not count, so that a screenshot, a table and a chart of it agree.
 */
export const locale = 'en-US';

/** How a missing value is shown. */
export const missing = '–';

/** A share between 0 and 1 in percent with one decimal, such as "31.4 %". */
export function percent(share: number | null | undefined): string {
  return share == null ? missing : `${decimals(100 * share, 1)} %`;
}

/** A share between 0 and 1 in whole percent, such as "31 %". */
export function wholePercent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** What rounds to 0 has no sign. */
export function decimals(value: number | null | undefined, digits: number): string {
  if (value == null) return missing;
  const text = value.toFixed(digits);
  return /[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', '');
}

/** A number with its sign, also when it is positive. A value that rounds to 0 has no sign. */
export function signed(value: number | null | undefined, digits = 2): string {
  const text = decimals(value, digits);
  return value != null && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A number with thousands separators: 12345 → 12,345 */
export function grouped(count: number): string {
  return count.toLocaleString(locale);
}

/** A count with its noun, in the plural unless the count is 1: "1 thread", "2 threads" */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Rounded to six significant digits: exact enough to compare, short enough to read and to store. */
export function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}

/** The same as text, without trailing zeros. */
export function exact(value: number | null): string {
  return value === null ? missing : String(sixDigits(value)).replace('-', '−');
}

/** A non-negative activation with two or three significant digits. */
export function activationText(value: number): string {
  return value === 0 ? '0' : value < 0.001 ? value.toExponential(1) : value.toFixed(value < 10 ? 2 : 1);
}

/** A duration as minutes and seconds, with hours if there are any: "2:05", "1:02:05". */
export function clock(seconds: number): string {
  const rounded = Math.round(seconds);
  const twoDigits = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(rounded / 3600), Math.floor(rounded / 60) % 60];
  return hours > 0
    ? `${hours}:${twoDigits(minutes)}:${twoDigits(rounded % 60)}`
    : `${minutes}:${twoDigits(rounded % 60)}`;
}

/** A duration in seconds as one or two units: "40 s", "2 min", "1 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 59.5) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${minutes} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** How long ago `time` (ISO 8601) was, such as "2 h ago"; `now` in milliseconds since the epoch. */
export function ago(time: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(time)) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 1440)} days ago`;
}

/** Created once: creating a format takes longer than a line of a list may take. */
const timeFormat = new Intl.DateTimeFormat(locale, {
  ...{ month: 'short', day: 'numeric' },
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
});

/** A time (ISO 8601) in local time: "Nov 22, 19:30:23". */
export function timeOf(time: string): string {
  return timeFormat.format(new Date(time));
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Names in a message, at most twenty of them. */
export function listed(names: readonly string[]): string {
  return names.length > 20 ? `${names.slice(0, 20).join(', ')}, …` : names.join(', ');
}

/** Numbers as the editor shows them. */

/** A share of 0 to 1, such as 0.742. */
export function share(value: number): string {
  return value.toFixed(3);
}

/** Percentage points, such as 12.4. */
export function points(value: number): string {
  return value.toFixed(1).replace('-', '−');
}

/** A share in whole percent, such as "31 %". */
export function percent(value: number): string {
  return `${Math.round(100 * value)} %`;
}

/** How long ago a time (ISO 8601) was, such as "2 h ago"; `now` in milliseconds. */
export function ago(time: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(time)) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 1440)} days ago`;
}

/** A span of seconds to one unit or two, such as "40 s", "2 min", "1 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 59.5) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${minutes} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

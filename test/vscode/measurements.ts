import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';

const file = resolve(import.meta.dirname, '../output/measurements.json');

/** Prints numbers and keeps them in test/output/measurements.json: they are told, never judged. */
export function measured(what: string, numbers: Readonly<Record<string, number>>): void {
  const rounded = Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, Number(value.toPrecision(3))]),
  );
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
  mkdirSync(dirname(file), { recursive: true });
  const all = { ...known, cores: availableParallelism(), [what]: rounded };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
  console.log(`${what}: ${JSON.stringify(rounded)}`);
}

/** Median, 95th percentile and largest of times in milliseconds. */
export function spread(times: readonly number[]): { p50: number; p95: number; max: number; count: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), max: at(1), count: sorted.length };
}

import { printable } from '../../common/printable.ts';

/** Writes the lines of a result to standard output. */
export function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** Writes a result as a JSON document to standard output; control characters are JSON's escapes of the same meaning. */
export function printJson(document: unknown): void {
  for (const line of JSON.stringify(document, null, 2).split('\n')) print(printable(line)); // too many lines for arguments
}

/** Writes lines that are not part of the result (progress, hints, warnings) to standard error. */
export function note(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

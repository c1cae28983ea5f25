import { printable } from '../../common/printable.ts';
import { documentVersion, type Documents, type SweepEvent, type TrainEvent } from './documents.ts';

/** Writes the lines of a result to standard output. */
export function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** Writes the result of a command as a JSON document to standard output; control characters are JSON's escapes of the same meaning. */
export function printJson<C extends keyof Documents>(command: C, document: Documents[C]): void {
  const text = JSON.stringify({ version: documentVersion, command, ...document }, null, 2);
  for (const line of text.split('\n')) print(printable(line)); // too many lines for arguments
}

/** Writes an event to standard output, as JSON in one line. */
export function printEvent(event: TrainEvent | SweepEvent): void {
  print(JSON.stringify({ version: documentVersion, ...event }));
}

/** Writes lines that are not part of the result (progress, hints, warnings) to standard error. */
export function note(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

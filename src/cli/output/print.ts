/** Writes the lines of a result to standard output. */
export function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** Writes a result as a JSON document to standard output. */
export function printJson(document: unknown): void {
  print(JSON.stringify(document, null, 2));
}

/** Writes lines that are not part of the result (progress, hints, warnings) to standard error. */
export function note(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

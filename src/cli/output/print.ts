/** A result: lines on standard output. */
export function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** One JSON document, for machines. */
export function printJson(document: unknown): void {
  print(JSON.stringify(document, null, 2));
}

/** Said beside the result: lines on standard error. */
export function note(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

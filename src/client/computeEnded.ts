/** The error of requests whose process has ended. */
export class ComputeEnded extends Error {
  override readonly name = 'ComputeEnded';
  /** In words, such as "killed (SIGKILL), possibly out of memory". */
  readonly reason: string;
  /** The end of what it wrote on standard error. */
  readonly output: string;

  constructor(reason: string, output: string) {
    super(`the compute process ended: ${reason}`);
    this.reason = reason;
    this.output = output;
  }
}

export function computeEnded(code: number | null, signal: NodeJS.Signals | null, output: string): ComputeEnded {
  const message = errorLine(output);
  const how = signal === null ? `exit code ${code}` : bySignal(signal);
  return new ComputeEnded(message === undefined ? how : `${how}: ${message}`, output);
}

/** The kernel kills with SIGKILL where memory runs out; V8, at its own limit, aborts. */
function bySignal(signal: NodeJS.Signals): string {
  return signal === 'SIGKILL' ? 'killed (SIGKILL), possibly out of memory' : `ended by ${signal}`;
}

/** The line that names the last error, else the last line. */
function errorLine(output: string): string | undefined {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => /^(?=\S).*error/i.test(line)) ?? lines.at(-1))?.trim().slice(0, 300);
}

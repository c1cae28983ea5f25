import { ComputeEnded } from '../../../src/client/computeEnded.ts';
import type { ComputeProcess, RequestOptions } from '../../../src/client/computeProcess.ts';
import type { StartCompute } from '../../../src/extension/compute/programs.ts';

interface Request {
  readonly kind: string;
  readonly params: unknown;
  readonly signal: AbortSignal | undefined;
  readonly onEvent: (event: unknown) => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Compute processes that answer as the test says. A request ends by the test, by its signal, or with its process. */
export class FakeCompute {
  readonly requests: Request[] = [];
  /** Answers a request at once; undefined: the test does. */
  answer: ((kind: string, params: unknown) => unknown) | undefined;
  starts = 0;
  ends = 0;
  #crash: (ended: ComputeEnded) => void = () => undefined;

  readonly start: StartCompute = async () => {
    this.starts++;
    const ended = new Promise<ComputeEnded>((resolve) => (this.#crash = resolve));
    const process = {
      pid: this.starts,
      ended,
      request: (kind: string, params: unknown, options: RequestOptions<'train'> = {}) =>
        Promise.race([this.#request(kind, params, options), ended.then((error) => Promise.reject(error))]),
      end: async () => void this.ends++,
    };
    return process as unknown as ComputeProcess;
  };

  /** The request made last. */
  get last(): Request {
    return this.requests.at(-1)!;
  }

  crash(reason: string): void {
    this.#crash(new ComputeEnded(reason, ''));
  }

  #request(kind: string, params: unknown, { signal, onEvent }: RequestOptions<'train'>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
      if (this.answer) resolve(this.answer(kind, params));
      this.requests.push({ kind, params, signal, onEvent: onEvent as Request['onEvent'], resolve, reject });
    });
  }
}

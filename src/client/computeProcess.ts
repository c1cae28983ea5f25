import { fork, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import { finished } from 'node:stream/promises';
import {
  computeVersion,
  fromCompute,
  type RequestEvent,
  type RequestKind,
  type RequestParams,
  type RequestResults,
  type ToCompute,
} from '../protocol/compute.ts';
import { ComputeEnded, computeEnded } from './computeEnded.ts';
import { errorOf } from './failure.ts';

/** Milliseconds that a process has to say hello, and to end once it is asked to. */
const patience = { hello: 30_000, end: 2_000 };
/** Characters kept of standard error. */
const outputKept = 8_000;

export interface StartOptions {
  /** For the operating system, as `os.setPriority` has it; the parent's unless given. */
  readonly priority?: number;
  /** Variables beside the parent's. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RequestOptions<K extends RequestKind> {
  /** Cancels the request: it ends soon, with the signal's reason or with what it has. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RequestEvent<K>) => void;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onEvent: ((event: unknown) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A compute process and what was asked of it. */
export class ComputeProcess {
  /** Resolves once the process is no more, to the reason. */
  readonly ended: Promise<ComputeEnded>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #end: ComputeEnded | null = null;
  #hello: (version: number) => void = () => undefined;

  private constructor(program: string, env: StartOptions['env']) {
    this.#child = fork(program, [], {
      execArgv: [], // the parent's may open a port for its debugger
      env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.ended = this.#watch();
    this.#child.on('message', (message) => this.#receive(message));
  }

  /**
   * Forks a built compute program. Errors: ComputeEnded where it dies before its hello; an Error where it speaks another version of
   * the protocol, or is silent.
   */
  static async start(program: string, { priority, env }: StartOptions = {}): Promise<ComputeProcess> {
    const compute = new ComputeProcess(program, env);
    try {
      if (priority !== undefined) compute.#setPriority(priority);
      await compute.#greet();
      return compute;
    } catch (error) {
      await compute.end();
      throw error;
    }
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Errors: UserError; the signal's reason; ComputeEnded where the process ends before the answer; an Error for all else. */
  request<K extends RequestKind>(
    kind: K,
    params: RequestParams<K>,
    { signal, onEvent }: RequestOptions<K> = {},
  ): Promise<RequestResults[K]> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    if (this.#end) return Promise.reject(this.#end);
    const id = ++this.#lastId;
    const cancel = () => this.#send({ type: 'cancel', id });
    signal?.addEventListener('abort', cancel);
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, signal, onEvent: onEvent as Waiting['onEvent'] });
    });
    this.#send({ type: 'request', id, kind, params });
    return answer.finally(() => signal?.removeEventListener('abort', cancel)) as Promise<RequestResults[K]>;
  }

  /** Ends the process, by force where it does not hear; what waits is rejected. */
  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const force = setTimeout(() => this.#child.kill('SIGKILL'), patience.end);
    await this.ended;
    clearTimeout(force);
  }

  #setPriority(priority: number): void {
    try {
      if (this.pid !== undefined) setPriority(this.pid, priority);
    } catch {
      // It is no more, which `ended` tells, or the system does not allow it: then it computes as it is.
    }
  }

  async #greet(): Promise<void> {
    const hello = new Promise<number>((resolve) => (this.#hello = resolve));
    this.#send({ type: 'hello', version: computeVersion });
    let limit: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      const seconds = patience.hello / 1000;
      limit = setTimeout(() => reject(new Error(`the compute process said nothing for ${seconds} s`)), patience.hello);
    });
    const answer = await Promise.race([hello, this.ended, silence]).finally(() => clearTimeout(limit));
    if (answer instanceof ComputeEnded) throw answer;
    if (answer !== computeVersion) {
      throw new Error(
        `the compute process speaks version ${answer} of the protocol, this is version ${computeVersion}`,
      );
    }
  }

  async #watch(): Promise<ComputeEnded> {
    let output = '';
    const { stderr } = this.#child;
    stderr!.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-outputKept);
    });
    const reason = await this.#exit();
    await finished(stderr!).catch(() => undefined); // its last words may come after its end
    this.#end ??= reason(output);
    for (const { reject } of this.#waiting.values()) reject(this.#end);
    this.#waiting.clear();
    return this.#end;
  }

  /** Event `close` is of no use here: it does not come after `disconnect`. */
  #exit(): Promise<(output: string) => ComputeEnded> {
    return new Promise((resolve) => {
      this.#child.on('exit', (code, signal) => resolve((output) => computeEnded(code, signal, output)));
      this.#child.on('error', ({ message }) => {
        if (this.pid === undefined) resolve((output) => new ComputeEnded(message, output)); // it never began
      });
    });
  }

  #send(message: ToCompute): void {
    if (this.#child.connected) this.#child.send(message, () => undefined); // lost where it has just died: `close` tells
  }

  #receive(data: unknown): void {
    const { data: message } = fromCompute.safeParse(data);
    if (!message) return this.#giveUp();
    if (message.type === 'hello') return this.#hello(message.version);
    const waiting = this.#waiting.get(message.id);
    if (message.type === 'event') return waiting?.onEvent?.(message.event);
    this.#waiting.delete(message.id);
    if (message.type === 'ok') waiting?.resolve(message.result);
    else waiting?.reject(errorOf(message.error, waiting.signal));
  }

  #giveUp(): void {
    this.#end ??= new ComputeEnded('it sent what is no message of the protocol', '');
    this.#child.kill('SIGKILL');
  }
}

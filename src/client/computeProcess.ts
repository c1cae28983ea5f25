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
  type Failure,
} from '../protocol/compute.ts';
import { ComputeEnded, computeEnded } from './computeEnded.ts';
import { OtherDataError } from '../common/otherDataError.ts';
import { UserError } from '../common/userError.ts';

const helloTimeoutMs = 30_000;
/** Between asking the process to end and killing it. */
const endTimeoutMs = 2_000;
/** The end of standard error that is kept, in characters. */
const maxOutput = 8_000;
/**
 * A port (0: one that the system chooses) on which compute processes listen for a debugger: `SAFR_INSPECT=9230 code .`, or in the `env` of
 * .vscode/launch.json. With several processes only the first one gets the port. The parent's own `--inspect` is not passed on: its port
 * is taken.
 */
const inspectVariable = 'SAFR_INSPECT';

export interface StartOptions {
  /** For the operating system, as `os.setPriority` has it; the parent's unless given. */
  readonly priority?: number;
  /** Variables in addition to the parent's. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RequestOptions<K extends RequestKind> {
  /** Cancels the request: it ends soon, with the signal's reason or with what it has. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RequestEvent<K>) => void;
}

interface PendingRequest {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onEvent: ((event: unknown) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A compute process with the requests sent to it. */
export class ComputeProcess {
  /** Resolves to the reason once the process has ended. */
  readonly ended: Promise<ComputeEnded>;
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, PendingRequest>();
  #lastId = 0;
  #end: ComputeEnded | null = null;
  #hello: (version: number) => void = () => undefined;

  private constructor(program: string, env: StartOptions['env']) {
    const inspectPort = process.env[inspectVariable];
    this.#child = fork(program, [], {
      execArgv: inspectPort === undefined ? [] : [`--inspect=${inspectPort}`],
      env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.ended = this.#watch();
    this.#child.on('message', (message) => this.#receive(message));
  }

  /**
   * Forks a built compute program. Errors: ComputeEnded if it ends before its hello; an Error if it has another version of the protocol
   * or does not answer within the timeout.
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

  /** Errors: UserError; the signal's reason; ComputeEnded if the process ends before the answer; an Error for all else. */
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
      this.#pending.set(id, { resolve, reject, signal, onEvent: onEvent as PendingRequest['onEvent'] });
    });
    this.#send({ type: 'request', id, kind, params });
    return answer.finally(() => signal?.removeEventListener('abort', cancel)) as Promise<RequestResults[K]>;
  }

  /** Ends the process, by force if it does not react; pending requests are rejected. */
  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const force = setTimeout(() => this.#child.kill('SIGKILL'), endTimeoutMs);
    await this.ended;
    clearTimeout(force);
  }

  #setPriority(priority: number): void {
    try {
      if (this.pid !== undefined) setPriority(this.pid, priority);
    } catch {
      // It has ended, which `ended` reports, or the system does not allow it: then it keeps its priority.
    }
  }

  async #greet(): Promise<void> {
    const hello = new Promise<number>((resolve) => (this.#hello = resolve));
    this.#send({ type: 'hello', version: computeVersion });
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      const seconds = helloTimeoutMs / 1000;
      timer = setTimeout(
        () => reject(new Error(`the compute process did not answer for ${seconds} s`)),
        helloTimeoutMs,
      );
    });
    const answer = await Promise.race([hello, this.ended, silence]).finally(() => clearTimeout(timer));
    if (answer instanceof ComputeEnded) throw answer;
    if (answer !== computeVersion) {
      throw new Error(`the compute process has version ${answer} of the protocol, this is version ${computeVersion}`);
    }
  }

  async #watch(): Promise<ComputeEnded> {
    let output = '';
    const { stderr } = this.#child;
    stderr!.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-maxOutput);
    });
    const reason = await this.#exit();
    await finished(stderr!).catch(() => undefined); // output may arrive after the exit
    this.#end ??= reason(output);
    for (const { reject } of this.#pending.values()) reject(this.#end);
    this.#pending.clear();
    return this.#end;
  }

  /** Not the event `close`, which does not come after `disconnect`. */
  #exit(): Promise<(output: string) => ComputeEnded> {
    return new Promise((resolve) => {
      this.#child.on('exit', (code, signal) => resolve((output) => computeEnded(code, signal, output)));
      this.#child.on('error', ({ message }) => {
        if (this.pid === undefined) resolve((output) => new ComputeEnded(message, output)); // it never started
      });
    });
  }

  #send(message: ToCompute): void {
    if (this.#child.connected) this.#child.send(message, () => undefined); // lost if it has just ended, which `ended` reports
  }

  #receive(data: unknown): void {
    const { data: message } = fromCompute.safeParse(data);
    if (!message) return this.#abandon();
    if (message.type === 'hello') return this.#hello(message.version);
    const pending = this.#pending.get(message.id);
    if (message.type === 'event') return pending?.onEvent?.(message.event);
    this.#pending.delete(message.id);
    if (message.type === 'ok') pending?.resolve(message.result);
    else pending?.reject(errorOf(message.error, pending.signal));
  }

  #abandon(): void {
    this.#end ??= new ComputeEnded('it sent a message that is not of the protocol', '');
    this.#child.kill('SIGKILL');
  }
}

/** What a request is rejected with. `signal`: its own. */
function errorOf(failure: Failure, signal: AbortSignal | undefined): unknown {
  switch (failure.code) {
    case 'aborted':
      return signal?.reason ?? new Error('aborted');
    case 'user':
      return new UserError(failure.message.split('\n'), failure.remedy);
    case 'other-data':
      return new OtherDataError(failure.message.split('\n'), failure.remedy);
    case 'broken':
      return Object.assign(new Error(failure.message), { stack: failure.stack });
  }
}

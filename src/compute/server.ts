import {
  computeVersion,
  requestParams,
  toCompute,
  type FromCompute,
  type RequestEvent,
  type RequestKind,
  type RequestParams,
  type ToCompute,
  type Failure,
} from '../protocol/compute.ts';
import { UserError } from '../common/userError.ts';
import type { Handler, Handlers } from './handler.ts';

type Request = Extract<ToCompute, { type: 'request' }>;

/** Answers a client's messages: each request exactly once, whatever it is. */
export class Server {
  readonly #going = new Map<number, AbortController>();
  #greeted = false;
  private readonly handlers: Handlers;
  private readonly send: (message: FromCompute) => void;

  constructor(handlers: Handlers, send: (message: FromCompute) => void) {
    this.handlers = handlers;
    this.send = send;
  }

  /** Errors: for what is no message of the protocol: the client is broken. */
  receive(data: unknown): void {
    const message = toCompute.parse(data);
    switch (message.type) {
      case 'hello':
        this.#greeted = message.version === computeVersion;
        return this.send({ type: 'hello', version: computeVersion });
      case 'request':
        return void this.#answer(message);
      case 'cancel':
        return this.#going.get(message.id)?.abort();
      default:
        message satisfies never;
    }
  }

  async #answer(request: Request): Promise<void> {
    const { id } = request;
    const controller = new AbortController();
    this.#going.set(id, controller);
    try {
      this.send({ type: 'ok', id, result: await this.#serve(request, controller.signal) });
    } catch (error) {
      this.send({ type: 'err', id, error: failureOf(error, controller.signal) });
    } finally {
      this.#going.delete(id);
    }
  }

  async #serve({ id, kind, params }: Request, signal: AbortSignal): Promise<unknown> {
    if (!this.#greeted) throw new Error(`no hello of version ${computeVersion} came before the request`);
    if (!isKind(kind)) {
      throw new Error(`unknown request "${kind}"; allowed: ${Object.keys(requestParams).join(', ')}`);
    }
    const tell = (event: RequestEvent<RequestKind>) => this.send({ type: 'event', id, event });
    return (this.handlers[kind] as Handler<typeof kind>)(parse(kind, params), { signal, tell });
  }
}

const isKind = (kind: string): kind is RequestKind => Object.hasOwn(requestParams, kind);

/** Errors: UserError naming the parameter that is wrong: a setting of the user may be. */
function parse<K extends RequestKind>(kind: K, params: unknown): RequestParams<K> {
  const { data, error } = requestParams[kind].safeParse(params);
  if (data) return data as RequestParams<K>;
  const { path, message } = error.issues[0]!;
  throw new UserError(
    `${kind}: ${[path.join('.'), message].filter(Boolean).join(': ')}`,
    'Correct the settings of SAFR.',
  );
}

/** What a request threw, as data. */
function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted && error === signal.reason) return { code: 'aborted' };
  if (error instanceof UserError) return { code: 'user', message: error.message, remedy: error.remedy };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { code: 'broken', message, stack: stack ?? '' };
}

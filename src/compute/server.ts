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
import { OtherDataError } from '../common/otherDataError.ts';
import { UserError } from '../common/userError.ts';
import type { Handler, Handlers } from './handler.ts';

type Request = Extract<ToCompute, { type: 'request' }>;

/** Answers a client's messages: each request exactly once, whatever it is. */
export class Server {
  readonly #running = new Map<number, AbortController>();
  #isGreeted = false;
  private readonly handlers: Handlers;
  private readonly send: (message: FromCompute) => void;

  constructor(handlers: Handlers, send: (message: FromCompute) => void) {
    this.handlers = handlers;
    this.send = send;
  }

  /** Errors: ZodError for a message that is not of the protocol, which is a bug of the client. */
  receive(data: unknown): void {
    const message = toCompute.parse(data);
    switch (message.type) {
      case 'hello':
        this.#isGreeted = message.version === computeVersion;
        return this.send({ type: 'hello', version: computeVersion });
      case 'request':
        return void this.#answer(message);
      case 'cancel':
        return this.#running.get(message.id)?.abort();
      default:
        message satisfies never;
    }
  }

  async #answer(request: Request): Promise<void> {
    const { id } = request;
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      this.send({ type: 'ok', id, result: await this.#serve(request, controller.signal) });
    } catch (error) {
      this.send({ type: 'err', id, error: failureOf(error, controller.signal) });
    } finally {
      this.#running.delete(id);
    }
  }

  async #serve({ id, kind, params }: Request, signal: AbortSignal): Promise<unknown> {
    if (!this.#isGreeted) throw new Error(`the request came before a hello of version ${computeVersion}`);
    if (!isKind(kind)) {
      throw new Error(`unknown request "${kind}"; allowed: ${Object.keys(requestParams).join(', ')}`);
    }
    const onEvent = (event: RequestEvent<RequestKind>) => this.send({ type: 'event', id, event });
    return (this.handlers[kind] as Handler<typeof kind>)(parse(kind, params), { signal, onEvent });
  }
}

const isKind = (kind: string): kind is RequestKind => Object.hasOwn(requestParams, kind);

/** Errors: UserError naming the wrong parameter, which may come from the user's settings. */
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
  const code = error instanceof OtherDataError ? 'other-data' : 'user';
  if (error instanceof UserError) return { code, message: error.message, remedy: error.remedy };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { code: 'broken', message, stack: stack ?? '' };
}

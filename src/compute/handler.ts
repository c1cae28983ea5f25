import type { RequestEvent, RequestKind, RequestParams, RequestResults } from '../protocol/compute.ts';

/** What a handler gets in addition to the parameters of the request. */
export interface Context<K extends RequestKind> {
  readonly signal: AbortSignal;
  readonly onEvent: (event: RequestEvent<K>) => void;
}

export type Handler<K extends RequestKind> = (
  params: RequestParams<K>,
  context: Context<K>,
) => Promise<RequestResults[K]>;
export type Handlers = { readonly [K in RequestKind]: Handler<K> };

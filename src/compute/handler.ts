import type { RequestEvent, RequestKind, RequestParams, RequestResults } from '../protocol/compute.ts';

/** What a request is served with. */
export interface Context<K extends RequestKind> {
  readonly signal: AbortSignal;
  readonly tell: (event: RequestEvent<K>) => void;
}

export type Handler<K extends RequestKind> = (
  params: RequestParams<K>,
  context: Context<K>,
) => Promise<RequestResults[K]>;
export type Handlers = { readonly [K in RequestKind]: Handler<K> };

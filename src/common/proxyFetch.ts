import { UserError } from './userError.ts';

export interface ProxyRequest {
  readonly method?: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly redirect?: 'follow' | 'manual';
  readonly signal: AbortSignal | null;
}

/** The environment variable that names the proxy for a URL, as curl and Python read it; null where none is set. */
function proxyVariable(url: string): string | null {
  const names = ['http_proxy', 'HTTP_PROXY'];
  const secure = url.startsWith('https:') ? ['https_proxy', 'HTTPS_PROXY'] : [];
  return [...secure, ...names].find((name) => process.env[name]) ?? null;
}

/**
 * `fetch` through the proxy of HTTPS_PROXY or HTTP_PROXY, but for the hosts of NO_PROXY; Node's own `fetch` ignores them. Errors:
 * UserError where the variable is not a URL; else as `fetch`.
 */
export async function proxyFetch(url: string, init: ProxyRequest) {
  const variable = proxyVariable(url);
  if (variable === null) return fetch(url, init);
  const { EnvHttpProxyAgent, fetch: fetchThrough } = await import('undici');
  return fetchThrough(url, { ...init, dispatcher: makeAgent(variable, () => new EnvHttpProxyAgent()) });
}

/** fetch reports a connection that cannot be made or ends early as a TypeError. */
export function isConnectionError(error: unknown): error is TypeError {
  return error instanceof TypeError;
}

/** The error for a URL that cannot be fetched. `alternative`: what else the user can do, in sentences. */
export function fetchProblem(url: string, reason: string | TypeError, alternative: string): UserError {
  const why = typeof reason === 'string' ? reason : ((reason.cause as Error | undefined)?.message ?? reason.message);
  const variable = proxyVariable(url);
  const check =
    variable === null
      ? 'Check the connection; where a proxy is needed, name it in HTTPS_PROXY.'
      : `Check the connection and the proxy that ${variable} names; hosts to be reached without it belong in NO_PROXY.`;
  return new UserError(`${url}: cannot be downloaded: ${why}`, `${check} ${alternative}`);
}

function makeAgent<T>(variable: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    const message = `${variable} is "${process.env[variable]}": not the address of a proxy: ${(error as Error).message}`;
    throw new UserError(message, `Set it as in ${variable}=http://proxy.example:8080, or unset it.`);
  }
}

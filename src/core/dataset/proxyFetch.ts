import { UserError } from '../../common/userError.ts';

/** The environment variable that names the proxy for a URL, as curl and Python read it; null where none is set. */
export function proxyVariable(url: string): string | null {
  const names = ['http_proxy', 'HTTP_PROXY'];
  const secure = url.startsWith('https:') ? ['https_proxy', 'HTTPS_PROXY'] : [];
  return [...secure, ...names].find((name) => process.env[name]) ?? null;
}

/**
 * `fetch` through the proxy of HTTPS_PROXY or HTTP_PROXY, but for the hosts of NO_PROXY; Node's own `fetch` ignores them. Errors:
 * UserError where the variable is not a URL; else as `fetch`.
 */
export async function proxyFetch(url: string, init: { headers: Record<string, string>; signal: AbortSignal | null }) {
  const variable = proxyVariable(url);
  if (variable === null) return fetch(url, init);
  const { EnvHttpProxyAgent, fetch: fetchThrough } = await import('undici');
  return fetchThrough(url, { ...init, dispatcher: makeAgent(variable, () => new EnvHttpProxyAgent()) });
}

function makeAgent<T>(variable: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    const message = `${variable} is "${process.env[variable]}": not the address of a proxy: ${(error as Error).message}`;
    throw new UserError(message, `Set it as in ${variable}=http://proxy.example:8080, or unset it.`);
  }
}

import type { Checksum } from '../../../../common/download.ts';
import { fetchProblem, isConnectionError, proxyFetch } from '../../../../common/proxyFetch.ts';
import { UserError } from '../../../../common/userError.ts';
import { isCommit } from './cache.ts';
import { alternative, authorization, type Hub } from './hub.ts';
import { refusal } from './refusal.ts';

/** A file of a model at one commit. */
export interface HubFile {
  readonly name: string;
  readonly url: string;
  readonly commit: string;
  readonly bytes: number;
  readonly checksum: Checksum;
}

const maxRedirects = 10;

/**
 * Asks for the size, hash and commit of a file, without its content. Null where the revision has no such file. Errors: UserError where
 * the model is unknown, private or gated, where the revision is unknown, or where the server is none of this kind.
 */
export async function findHubFile(
  hub: Hub,
  model: string,
  revision: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<HubFile | null> {
  const urlAt = (at: string) =>
    `${hub.endpoint}/${model}/resolve/${encodeURIComponent(at)}/${encodeURIComponent(name)}`;
  const url = urlAt(revision);
  const { status, headers } = await headOf(hub, url, signal);
  const reason = headers.get('x-error-code');
  if (status === 404 && (reason === 'EntryNotFound' || (reason === null && isCommit(revision)))) return null;
  if (status >= 400) throw refusal({ hub, model, revision, url, status, reason });
  const commit = headers.get('x-repo-commit') ?? '';
  const bytes = Number(headers.get('x-linked-size') ?? headers.get('content-length') ?? NaN);
  const checksum = checksumOf(headers.get('x-linked-etag') ?? headers.get('etag') ?? '');
  if (isCommit(commit) && Number.isSafeInteger(bytes) && checksum !== null) {
    return { name, url: urlAt(commit), commit, bytes, checksum };
  }
  throw new UserError(
    `${url}: the answer lacks the commit, size or hash that the Hugging Face hub gives`,
    `Check HF_ENDPOINT if it is set. ${alternative}`,
  );
}

/** A large file has its SHA-256 as the entity tag, any other one its id in git. */
function checksumOf(entityTag: string): Checksum | null {
  const [, hex = ''] = /^(?:W\/)?"?([\da-f]+)"?$/.exec(entityTag) ?? [];
  const kind = ({ 64: 'SHA-256', 40: 'git id' } as const)[hex.length];
  return kind === undefined ? null : { kind, hex };
}

/** The hub's own answer: redirects are followed, but not from an answer that describes the file to the file's storage. */
async function headOf(hub: Hub, url: string, signal: AbortSignal | undefined) {
  const { origin } = new URL(hub.endpoint);
  let place = new URL(url);
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const headers = { 'accept-encoding': 'identity', ...(place.origin === origin ? authorization(hub) : {}) };
    const response = await head(place.href, headers, signal);
    const location = response.headers.get('location');
    const describesFile = response.headers.has('x-repo-commit') && response.headers.has('x-linked-etag');
    if (response.status < 300 || response.status >= 400 || location === null || describesFile) return response;
    place = new URL(location, place);
  }
  throw fetchProblem(url, 'too many redirects', alternative);
}

async function head(url: string, headers: Record<string, string>, signal: AbortSignal | undefined) {
  try {
    return await proxyFetch(url, { method: 'HEAD', redirect: 'manual', headers, signal: signal ?? null });
  } catch (error) {
    signal?.throwIfAborted();
    throw isConnectionError(error) ? fetchProblem(url, error, alternative) : error;
  }
}

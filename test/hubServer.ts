import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HubRequest {
  readonly host: 'hub' | 'storage';
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly range: string | undefined;
}

export interface HubModel {
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly commit: string;
  readonly access?: 'public' | 'private' | 'gated';
}

/** Larger files are in the storage, as the hub keeps those of Git LFS. */
const maxSmallBytes = 1000;

/** The token that may read every model. */
export const hubToken = 'hf_secret';

/** Answers as the Hugging Face hub does: redirects within the hub, and to a storage of another origin. */
export class HubServer {
  readonly models = new Map<string, HubModel>();
  /** The present names of renamed models. */
  readonly renamed = new Map<string, string>();
  readonly requests: HubRequest[] = [];
  /** Bytes after which the storage sends nothing more and keeps the connection. */
  stallAfter = Infinity;
  /** Whether the storage sends other bytes than those that were published. */
  isDamaged = false;
  readonly #hub: Server;
  readonly #storage: Server;

  private constructor() {
    this.#hub = createServer((request, response) => this.#answer(request, response));
    this.#storage = createServer((request, response) => this.#serve(request, response));
  }

  static async start(): Promise<HubServer> {
    const server = new HubServer();
    for (const each of server.#all) await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return urlOf(this.#hub);
  }

  close(): void {
    this.cutConnections();
    for (const each of this.#all) each.close();
  }

  /** Data in transit may be lost: cut when the client has received what the storage sends before it stalls. */
  cutConnections(): void {
    for (const each of this.#all) each.closeAllConnections();
  }

  /** Names of the files whose content was sent, or begun to be sent. */
  get sent(): string[] {
    const gets = this.requests.filter(({ host, method }) => host === 'hub' && method === 'GET');
    return gets.flatMap(({ path }) => /^\/(?!cached).+\/resolve\/[^/]+\/(.+)$/.exec(path)?.[1] ?? []);
  }

  get #all() {
    return [this.#hub, this.#storage];
  }

  #record(host: HubRequest['host'], { method, url, headers }: IncomingMessage): void {
    const { authorization, range } = headers;
    this.requests.push({ host, method: method!, path: url!, authorization, range });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.#record('hub', request);
    const [, isCached, name, quoted, file] = /^(\/cached)?\/(.+?)\/resolve\/([^/]+)\/(.+)$/.exec(request.url!) ?? [];
    const present = this.renamed.get(name!);
    if (present !== undefined) {
      const location = `/${present}/resolve/${quoted}/${file}`;
      return void response.writeHead(307, { location }).end();
    }
    const refuse = (status: number, code: string) => void response.writeHead(status, { 'x-error-code': code }).end();
    const model = this.models.get(name!);
    const isAllowed = request.headers.authorization === `Bearer ${hubToken}`;
    if (!model || (model.access === 'private' && !isAllowed)) return refuse(isAllowed ? 404 : 401, 'RepoNotFound');
    if (model.access === 'gated' && !isAllowed) {
      return refuse(request.headers.authorization === undefined ? 401 : 403, 'GatedRepo');
    }
    if (!['main', 'refs/pr/1', model.commit].includes(decodeURIComponent(quoted!))) {
      return refuse(404, 'RevisionNotFound');
    }
    const content = model.files[file!];
    if (content === undefined) return refuse(404, 'EntryNotFound');
    const bytes = Buffer.from(content);
    const isSmall = bytes.length <= maxSmallBytes;
    const etag = `"${isSmall ? gitId(bytes) : createHash('sha256').update(bytes).digest('hex')}"`;
    if (isCached !== undefined) {
      const headers = { etag, 'content-length': bytes.length, 'x-repo-commit': model.commit };
      return void response.writeHead(200, headers).end(bytes);
    }
    const path = `/${name}/resolve/${model.commit}/${file}`;
    response.writeHead(isSmall ? 307 : 302, {
      location: isSmall ? `/cached${path}` : `${urlOf(this.#storage)}${path}?signature=1`,
      'x-repo-commit': model.commit,
      'x-linked-etag': etag,
      'x-linked-size': bytes.length,
    });
    response.end();
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    this.#record('storage', request);
    const [, name, file] = /^\/(.+?)\/resolve\/[^/]+\/(.+)\?/.exec(request.url!)!;
    const published = Buffer.from(this.models.get(name!)!.files[file!]!);
    const content = this.isDamaged ? Buffer.alloc(published.length) : published;
    const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
    response.writeHead(start > 0 ? 206 : 200, {
      'content-length': content.length - start,
      'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
    });
    const rest = content.subarray(start);
    if (this.stallAfter < rest.length) return void response.write(rest.subarray(0, this.stallAfter));
    response.end(rest);
  }
}

/** A tiny BERT, as far as a download is concerned. */
export function tinyModel(weights: Readonly<Record<string, string | Buffer>> = {}): HubModel {
  const config = {
    ...{ model_type: 'bert', vocab_size: 30, hidden_size: 8, num_attention_heads: 2, num_hidden_layers: 1 },
    ...{ intermediate_size: 16, max_position_embeddings: 12, type_vocab_size: 2 },
  };
  const files = {
    'config.json': JSON.stringify(config),
    'vocab.txt': '[PAD]\n[UNK]\n[CLS]\n[SEP]\n',
    'tokenizer_config.json': '{}',
    'README.md': 'not needed',
    'pytorch_model.bin': Buffer.alloc(5000, 1),
  };
  const given = Object.keys(weights).length > 0 ? weights : { 'model.safetensors': Buffer.alloc(200_000, 'weights') };
  return { commit: 'c9745ed1d9f207416be6d2e6f8de32d1f16199bf', files: { ...files, ...given } };
}

const gitId = (bytes: Buffer) => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

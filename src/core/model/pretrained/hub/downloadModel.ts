import { readFile } from 'node:fs/promises';
import { download, fileSize, type DownloadProgress } from '../../../../common/download.ts';
import { fileProblem } from '../../../../common/fileProblem.ts';
import { UserError } from '../../../../common/userError.ts';
import { parseConfig } from '../config.ts';
import { readIndex } from '../safetensorsReader.ts';
import { weightFileNames } from '../weightFiles.ts';
import { CachedModel, isModelName, isRevision, type Environment } from './cache.ts';
import { alternative, authorization, openHub, type Hub } from './hub.ts';
import { findHubFile, type HubFile } from './hubFile.ts';

/** Files of a tokenizer; a model has some of them. */
const tokenizerFiles = [
  'tokenizer.json',
  'vocab.txt',
  'vocab.json',
  'merges.txt',
  'tokenizer_config.json',
  'special_tokens_map.json',
];

export interface ModelDownloadOptions {
  /** A branch, tag or commit; by default `main`. */
  readonly revision?: string | undefined;
  /** The variables of huggingface_hub: HF_HOME, HF_TOKEN and others; by default those of the process. */
  readonly environment?: Environment;
  /** Bytes of all files; not called where nothing is missing. */
  readonly onProgress?: DownloadProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A model in the cache. */
export interface DownloadedModel {
  readonly name: string;
  readonly revision: string;
  readonly commit: string;
  readonly folder: string;
  /** `isNew`: downloaded now, it was not in the cache before. */
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly isNew: boolean }[];
}

/**
 * Downloads what an encoder needs from the Hugging Face hub (HF_ENDPOINT) into its cache, laid out as Python's huggingface_hub does. What
 * the cache has is not downloaded again, and a download that was cut off continues. The snapshot gets its files when all are complete,
 * so that it is never taken for a model without weights. Errors: UserError; an aborted `signal` throws its reason.
 */
export async function downloadModel(name: string, options: ModelDownloadOptions = {}): Promise<DownloadedModel> {
  const { revision = 'main', environment = process.env, onProgress, signal } = options;
  checkNames(name, revision);
  const transfer = new Transfer(name, openHub(environment), new CachedModel(name, environment), signal);
  const files = await transfer.findFiles(revision);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const file of files) {
    await transfer.fetch(file, (received) => onProgress?.(done + received, total));
    done += file.bytes;
  }
  return transfer.finish(revision, files);
}

class Transfer {
  readonly #model: string;
  readonly #hub: Hub;
  readonly #cache: CachedModel;
  readonly #signal: AbortSignal | undefined;
  /** Hashes of what was downloaded. */
  readonly #fetched = new Set<string>();

  constructor(model: string, hub: Hub, cache: CachedModel, signal: AbortSignal | undefined) {
    this.#model = model;
    this.#hub = hub;
    this.#cache = cache;
    this.#signal = signal;
  }

  /** All files of the model, of one commit. Its configuration is read first, so that what is not supported is not downloaded. */
  async findFiles(revision: string): Promise<HubFile[]> {
    const config = await this.#find(revision, 'config.json');
    if (config === null) {
      throw new UserError(
        `${this.#model}: has no config.json at revision "${revision}"`,
        'Choose a model in the format of transformers.',
      );
    }
    await this.fetch(config);
    parseConfig(await readFile(this.#blob(config), 'utf8'), `${this.#model}/config.json`);
    const { commit } = config;
    const weights = await this.#findWeights(commit);
    const tokenizer = await Promise.all(tokenizerFiles.map((name) => this.#find(commit, name)));
    return [config, ...tokenizer.filter((file) => file !== null), ...weights];
  }

  /** Downloads the content of a file, unless the cache has it. */
  async fetch(file: HubFile, onProgress?: (received: number) => void): Promise<void> {
    const blob = this.#blob(file);
    if ((await fileSize(blob)) === file.bytes) return;
    const headers = authorization(this.#hub);
    await download(file, blob, {
      ...{ alternative, headers, onProgress, signal: this.#signal },
      partPath: `${blob}.incomplete`,
    });
    this.#fetched.add(file.checksum.hex);
  }

  /** Makes the files a snapshot and records its revision. */
  async finish(revision: string, files: readonly HubFile[]): Promise<DownloadedModel> {
    const { commit } = files[0]!;
    const folder = this.#cache.snapshot(commit);
    try {
      for (const { name, checksum } of files) await this.#cache.addToSnapshot(commit, name, checksum.hex);
      await this.#cache.setRevision(revision, commit);
    } catch (error) {
      throw fileProblem(folder, error, 'written');
    }
    const described = files.map(({ name, bytes, checksum }) => {
      return { name, bytes, isNew: this.#fetched.has(checksum.hex) };
    });
    return { name: this.#model, revision, commit, folder, files: described };
  }

  /** The first kind of weights that the model has; an index comes with the files that it lists. */
  async #findWeights(commit: string): Promise<HubFile[]> {
    for (const name of weightFileNames) {
      const file = await this.#find(commit, name);
      if (file === null) continue;
      if (!name.endsWith('.index.json')) return [file];
      await this.fetch(file);
      const shards = new Set((await readIndex(this.#blob(file))).values());
      return [file, ...(await Promise.all(Array.from(shards, (shard) => this.#findShard(commit, shard))))];
    }
    throw new UserError(
      `${this.#model}: has no weights that can be read: no ${weightFileNames.join(', ')}`,
      'Choose a model that has one of these files.',
    );
  }

  async #findShard(commit: string, name: string): Promise<HubFile> {
    const file = await this.#find(commit, name);
    if (file !== null) return file;
    throw new UserError(`${this.#model}: ${name} is missing, which its index lists`, 'Choose another revision of it.');
  }

  #find(revision: string, name: string): Promise<HubFile | null> {
    return findHubFile(this.#hub, this.#model, revision, name, this.#signal);
  }

  #blob({ checksum }: HubFile): string {
    return this.#cache.blob(checksum.hex);
  }
}

function checkNames(name: string, revision: string): void {
  if (!isModelName(name)) {
    throw new UserError(`"${name}": not the name of a model on the Hugging Face hub`, 'A name is such as org/name.');
  }
  if (!isRevision(revision)) {
    throw new UserError(`"${revision}": not the name of a revision`, 'Name a branch, a tag or a commit of the model.');
  }
}

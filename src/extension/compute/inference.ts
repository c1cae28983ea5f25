import * as vscode from 'vscode';
import { ComputeEnded } from '../../client/computeEnded.ts';
import type { ComputeProcess } from '../../client/computeProcess.ts';
import type { Explanation } from '../../core/evaluation/explanation/explanation.ts';
import { weightsVersion } from '../../core/runs/weightsVersion.ts';
import { LruCache } from '../../common/lruCache.ts';
import type { RequestKind, RequestParams, RequestResults } from '../../protocol/compute.ts';
import type { StartCompute } from './startCompute.ts';
import { checkTrusted } from './trust.ts';

type Kind = Extract<RequestKind, 'explain' | 'inspect' | 'effects' | 'switchOff' | 'texts' | 'similarErrors'>;

/** Explanations kept, so that a text seen again is explained at once. */
const explanationsKept = 500;

/** One compute process for explanations, started at the first request and again after a crash. */
export class Inference implements vscode.Disposable {
  readonly #explanations = new LruCache<Explanation>(explanationsKept);
  #process: Promise<ComputeProcess> | null = null;
  #isWarning = false;
  #disposed = false;
  readonly startCompute: StartCompute;
  readonly log: vscode.LogOutputChannel;

  constructor(startCompute: StartCompute, log: vscode.LogOutputChannel) {
    this.startCompute = startCompute;
    this.log = log;
  }

  /** Errors: UserError; CancellationError where `token` says so; an error that names why the process ended. */
  async request<K extends Kind>(
    kind: K,
    params: RequestParams<K>,
    token?: vscode.CancellationToken,
  ): Promise<RequestResults[K]> {
    checkTrusted();
    const abort = new AbortController();
    const cancel = () => abort.abort(new vscode.CancellationError());
    if (token?.isCancellationRequested) cancel();
    const listening = token?.onCancellationRequested(cancel);
    try {
      const ask = async () => (await this.#running()).request(kind, params, { signal: abort.signal });
      if (kind !== 'explain') return await ask();
      return (await this.#known(
        params as RequestParams<'explain'>,
        ask as () => Promise<Explanation>,
      )) as RequestResults[K];
    } finally {
      listening?.dispose();
    }
  }

  dispose(): void {
    this.#disposed = true;
    void this.#process?.then((compute) => compute.end());
  }

  /** Every explanation is made once for the weights that a run has now. */
  async #known(
    { directory, text }: RequestParams<'explain'>,
    explain: () => Promise<Explanation>,
  ): Promise<Explanation> {
    const key = `${directory}\n${await weightsVersion(directory)}\n${text}`;
    const known = this.#explanations.get(key);
    if (known) return known;
    const explanation = await explain();
    this.#explanations.set(key, explanation);
    return explanation;
  }

  #running(): Promise<ComputeProcess> {
    this.#process ??= this.#start();
    return this.#process;
  }

  async #start(): Promise<ComputeProcess> {
    try {
      const compute = await this.startCompute();
      if (this.#disposed) void compute.end();
      this.log.debug(`explanations: process ${compute.pid}`);
      void compute.ended.then((reason) => this.#crashed(reason));
      return compute;
    } catch (error) {
      if (error instanceof ComputeEnded) this.#crashed(error);
      this.#process = null;
      throw error;
    }
  }

  #crashed({ reason, output }: ComputeEnded): void {
    this.#process = null;
    if (this.#disposed) return;
    this.log.error(`explanations: the process ended: ${reason}\n${output}`);
    if (!this.#isWarning) void this.#warn(reason);
  }

  /** One message at a time, however often it crashes. */
  async #warn(reason: string): Promise<void> {
    const message = `SAFR: the process that explains texts ended: ${reason}. It starts again with the next explanation.`;
    this.#isWarning = true;
    const choice = await vscode.window.showWarningMessage(message, 'Show Log');
    this.#isWarning = false;
    if (choice) this.log.show();
  }
}

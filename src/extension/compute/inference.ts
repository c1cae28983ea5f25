import * as vscode from 'vscode';
import { ComputeEnded } from '../../client/computeEnded.ts';
import type { ComputeProcess } from '../../client/computeProcess.ts';
import type { ExplanationSummary } from '../../core/evaluation/explanation/explanation.ts';
import { weightsVersion } from '../../core/runs/weightsVersion.ts';
import { LruCache } from '../../common/lruCache.ts';
import type { ExplanationKind, RequestParams, RequestResults } from '../../protocol/compute.ts';
import type { StartCompute } from './programs.ts';
import { explanationBytes, stringBytes } from './explanationBytes.ts';
import { checkTrusted } from './trust.ts';

/** Memory for explanations, so that a text that is shown again is explained without delay. One takes 2 to 60 kB. */
const maxExplanationBytes = 8 * 2 ** 20;

/** The compute process for explanations, started at the first request and again after a crash. */
export class Inference implements vscode.Disposable {
  readonly #explanations = new LruCache<ExplanationSummary>(maxExplanationBytes, {
    sizeOf: (key, explanation) => stringBytes(key) + explanationBytes(explanation),
  });
  #process: Promise<ComputeProcess> | null = null;
  #isWarning = false;
  #disposed = false;
  readonly startCompute: StartCompute;
  readonly log: vscode.LogOutputChannel;

  constructor(startCompute: StartCompute, log: vscode.LogOutputChannel) {
    this.startCompute = startCompute;
    this.log = log;
  }

  /** Errors: UserError; the signal's reason; an error that names why the process ended. */
  async request<K extends ExplanationKind>(
    kind: K,
    params: RequestParams<K>,
    signal?: AbortSignal,
  ): Promise<RequestResults[K]> {
    checkTrusted();
    const ask = async () => (await this.#running()).request(kind, params, signal ? { signal } : {});
    if (kind !== 'explain') return ask();
    const explained = this.#cached(params as RequestParams<'explain'>, ask as () => Promise<ExplanationSummary>);
    return explained as Promise<RequestResults[K]>;
  }

  dispose(): void {
    this.#disposed = true;
    void this.#process?.then((compute) => compute.end());
  }

  /** Explains each text once per version of the weights of a run. */
  async #cached(
    { directory, text }: RequestParams<'explain'>,
    explain: () => Promise<ExplanationSummary>,
  ): Promise<ExplanationSummary> {
    const key = `${directory}\n${await weightsVersion(directory)}\n${text}`;
    const cached = this.#explanations.get(key);
    if (cached) return cached;
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

  /** Shows one message at a time, however often it crashes. */
  async #warn(reason: string): Promise<void> {
    const message = `SAFR: the process that explains texts ended: ${reason}. It starts again with the next explanation.`;
    this.#isWarning = true;
    const choice = await vscode.window.showWarningMessage(message, 'Show Log');
    this.#isWarning = false;
    if (choice) this.log.show();
  }
}

import type * as vscode from 'vscode';
import type { RequestKind, RequestParams, RequestResults } from '../../protocol/compute.ts';

type Kind = Extract<RequestKind, 'explain' | 'inspect' | 'texts' | 'similarErrors'>;

/** One compute process for explanations, started at the first request and again after a crash. */
export class Inference implements vscode.Disposable {
  constructor(
    readonly computeProgram: string,
    readonly log: vscode.LogOutputChannel,
  ) {}

  /** Errors: UserError; CancellationError where `token` says so; an error that names why the process ended. */
  async request<K extends Kind>(
    _kind: K,
    _params: RequestParams<K>,
    _token?: vscode.CancellationToken,
  ): Promise<RequestResults[K]> {
    throw new Error('no compute process');
  }

  dispose(): void {}
}

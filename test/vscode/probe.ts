import { request } from 'node:http';
import type { IntervalHistogram } from 'node:perf_hooks';
import { json } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import type * as vscode from 'vscode';

/** What a function has in the extension host. */
export interface InHost {
  readonly vscode: typeof vscode;
  /** Files of JavaScript that were loaded since the probe was, in order. */
  readonly loaded: readonly string[];
  readonly monitorEventLoopDelay: (options: { resolution: number }) => IntervalHistogram;
}

/** The extension test/vscode/probe, which runs functions within the extension host: for what only it can measure. */
export class Probe {
  readonly #socket: string;

  constructor(socket: string) {
    this.#socket = socket;
  }

  /** Runs a function there: it sees nothing but its two arguments; argument and result are JSON. */
  async run<A, R>(program: (host: InHost, argument: A) => Promise<R> | R, argument: A): Promise<R> {
    const body = JSON.stringify({ program: program.toString(), argument });
    for (let left = 100; ; left--) {
      try {
        const answer = await this.#post(body);
        if ('error' in answer) throw new Error(answer.error);
        return answer.result as R;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (left === 0 || (code !== 'ENOENT' && code !== 'ECONNREFUSED')) throw error;
        await setTimeout(200); // the window has not started it yet
      }
    }
  }

  #post(body: string): Promise<{ result: unknown } | { error: string }> {
    return new Promise((resolve, reject) => {
      const sent = request({ socketPath: this.#socket, method: 'POST' }, (response) => {
        resolve(json(response) as Promise<{ result: unknown } | { error: string }>);
      });
      sent.on('error', reject).end(body);
    });
  }
}

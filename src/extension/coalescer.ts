import type { Disposable } from 'vscode';

/** Does its work once, `delayMs` after the first of several requests: events often come in bursts. */
export class Coalescer implements Disposable {
  readonly #work: () => void;
  readonly #delayMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(work: () => void, delayMs: number) {
    this.#work = work;
    this.#delayMs = delayMs;
  }

  get isScheduled(): boolean {
    return this.#timer !== undefined;
  }

  schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#work();
    }, this.#delayMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

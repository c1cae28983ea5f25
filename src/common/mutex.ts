/** Runs asynchronous functions one at a time, in the order of the calls. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  /** If the signal aborts while `work` waits, `work` is never started and the signal's reason is thrown immediately. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const previous = this.#last;
    const done = previous.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.#last = done.catch(() => undefined);
    await settledOrAborted(previous, signal);
    return done;
  }
}

function settledOrAborted(waiting: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);
    void waiting.then(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
  });
}

/** Runs pieces of work one at a time, in the order in which they are given. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  /** Work whose signal aborts while it waits never begins: the signal's reason is thrown at once. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    const done = before.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.#last = done.catch(() => undefined);
    await orAborted(before, signal);
    return done;
  }
}

function orAborted(waiting: Promise<unknown>, signal: AbortSignal): Promise<void> {
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

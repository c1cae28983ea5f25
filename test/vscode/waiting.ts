import { setTimeout } from 'node:timers/promises';

/** Waits until a condition holds. Errors: after `seconds`, with `what`. */
export async function until(what: string, condition: () => unknown, seconds = 60): Promise<void> {
  for (let i = 0; i < seconds * 10; i++) {
    if (await condition()) return;
    await setTimeout(100);
  }
  throw new Error(`not within ${seconds} seconds: ${what}`);
}

/** Tries again what fails, for what a busy machine may lose: keys, clicks, hovers. Errors: that of the last attempt. */
export async function retry<T>(attempt: () => Promise<T>, attempts = 10): Promise<T> {
  for (let left = attempts - 1; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

import { expect, test } from 'vitest';
import { Mutex } from '../../../src/common/mutex.ts';

const never = new AbortController().signal;

/** An asynchronous function that ends on request. */
function heldWork(done: string[], name: string) {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const work = async () => {
    done.push(`${name} begins`);
    await held;
    done.push(`${name} ends`);
    return name;
  };
  return { work, release: () => release() };
}

test('runs one function after the other, even after one that fails', async () => {
  const inTurn = new Mutex();
  const done: string[] = [];
  const first = heldWork(done, 'first');
  const second = heldWork(done, 'second');
  const results = [
    inTurn.run(never, first.work),
    inTurn.run(never, () => Promise.reject(new Error('fails'))),
    inTurn.run(never, second.work),
  ];
  second.release();
  first.release();
  const settled = await Promise.allSettled(results);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(done).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});

test('rejects immediately if the signal aborts while waiting, and never starts the function', async () => {
  const inTurn = new Mutex();
  const done: string[] = [];
  const first = heldWork(done, 'first');
  const second = heldWork(done, 'second');
  const abort = new AbortController();
  const going = inTurn.run(never, first.work);
  const waiting = inTurn.run(abort.signal, second.work);
  abort.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  first.release();
  expect(await going).toBe('first');
  expect(await inTurn.run(never, async () => 'third')).toBe('third');
  expect(done).toEqual(['first begins', 'first ends']);
});

test('does not interrupt a function that has started', async () => {
  const inTurn = new Mutex();
  const first = heldWork([], 'first');
  const abort = new AbortController();
  const going = inTurn.run(abort.signal, first.work);
  await Promise.resolve();
  await Promise.resolve();
  abort.abort();
  first.release();
  expect(await going).toBe('first');
});

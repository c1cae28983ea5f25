import { expect, test } from 'vitest';
import { Mutex } from '../../../src/common/mutex.ts';

const never = new AbortController().signal;

/** Work that ends when it is told to. */
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

test('runs one piece of work after the other, also after one that fails', async () => {
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

test('gives up at once what is aborted while it waits, and never begins it', async () => {
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

test('lets work that has begun end as it will', async () => {
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

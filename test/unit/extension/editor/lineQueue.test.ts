import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Explanation } from '../../../../src/core/evaluation/explanation/explanation.ts';
import type { RunRecord } from '../../../../src/core/runs/runRecord.ts';
import { UserError } from '../../../../src/common/userError.ts';
import { LineQueue, type QueuedLine } from '../../../../src/extension/editor/lineQueue.ts';
import { explanationOf } from './explanations.ts';

const line = (text: string, epoch = 1): QueuedLine => {
  const record = { resumed: '2024-01-01T00:00:00Z', best: { epoch, accuracy: 0.5 } } as RunRecord;
  return { run: { directory: '/run', record }, text };
};

/** A queue whose explanations are given by hand. */
function open() {
  const asked: { text: string; signal: AbortSignal; answer(found: Explanation | Error): Promise<void> }[] = [];
  const onProgress = vi.fn();
  const onError = vi.fn();
  const explain = ({ text }: QueuedLine, signal: AbortSignal) =>
    new Promise<Explanation>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      const answer = async (found: Explanation | Error) => {
        if (found instanceof Error) reject(found);
        else resolve(found);
        await setImmediate();
      };
      asked.push({ text, signal, answer });
    });
  return { asked, onProgress, onError, queue: new LineQueue(explain, onProgress, onError) };
}

test('asks for one explanation at a time, in order, and keeps it in brief', async () => {
  const { asked, queue, onProgress } = open();
  expect(queue.isWorking).toBe(false);
  queue.request([line('a b'), line('c')]);
  expect(asked.map(({ text }) => text)).toEqual(['a b']);
  expect(queue.get(line('a b'))).toBeUndefined();
  await asked[0]!.answer(explanationOf('a b', [0.25, 0.75]));
  const spans = [
    { start: 0, end: 1 },
    { start: 2, end: 3 },
  ];
  expect(queue.get(line('a b'))).toEqual({ predicted: 'positive', probability: 0.8, keep: [0.25, 0.75], spans });
  expect(queue.isWorking).toBe(true);
  onProgress.mockImplementation(() => expect(queue.isWorking).toBe(false));
  await asked[1]!.answer(explanationOf('c', []));
  expect(queue.get(line('c'))).toMatchObject({ keep: null });
  expect(onProgress).toHaveBeenCalled();
  queue.request([line('c'), line('a b')]);
  expect(asked).toHaveLength(2);
});

test('goes on with what is wanted now, and gives up what is not', async () => {
  const { asked, queue, onError } = open();
  queue.request([line('a'), line('b')]);
  queue.request([line('a'), line('c')]);
  expect(asked[0]!.signal.aborted).toBe(false);
  queue.request([line('d')]);
  expect(asked[0]!.signal.aborted).toBe(true);
  await setImmediate();
  expect(asked.map(({ text }) => text)).toEqual(['a', 'd']);
  expect(onError).not.toHaveBeenCalled();
});

test('asks again when the run has better weights', async () => {
  const { asked, queue } = open();
  queue.request([line('a', 1)]);
  await asked[0]!.answer(explanationOf('a', [1]));
  expect(queue.get(line('a', 2))).toBeUndefined();
  queue.request([line('a', 2)]);
  expect(asked).toHaveLength(2);
});

test('leaves out a text that has no explanation, and stops when nothing can be explained', async () => {
  const { asked, queue, onError } = open();
  const lines = [line('a'), line('b'), line('c')];
  queue.request(lines);
  await asked[0]!.answer(new UserError('no tokens', 'Give some.'));
  await asked[1]!.answer(new Error('the process has ended'));
  expect(onError).toHaveBeenCalledTimes(2);
  expect(asked).toHaveLength(2);
  queue.request(lines);
  expect(asked.map(({ text }) => text)).toEqual(['a', 'b', 'b']);
});

test('stops when it is disposed', async () => {
  const { asked, queue } = open();
  queue.request([line('a'), line('b')]);
  queue.dispose();
  await setImmediate();
  expect(asked[0]!.signal.aborted).toBe(true);
  expect(asked).toHaveLength(1);
});

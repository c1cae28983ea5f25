import { expect, test } from 'vitest';
import { attentionParts, neighborOf, partName } from '../../../../webview/neurons/attentionParts.ts';

test('the parts of the attention are the mean of all, then of each layer the mean and its heads', () => {
  expect(attentionParts(2, 2)).toEqual([
    null,
    ...[null, 0, 1].map((head) => ({ layer: 0, head })),
    ...[null, 0, 1].map((head) => ({ layer: 1, head })),
  ]);
  expect(attentionParts(1, 2)).toEqual([null, { layer: 0, head: 0 }, { layer: 0, head: 1 }]);
  expect(attentionParts(1, 1)).toEqual([null]);
});

test('the neighbor of a part is the one before or after it, of the first and last there is none', () => {
  const parts = attentionParts(1, 2);
  expect(neighborOf(parts, null, 1)).toEqual({ layer: 0, head: 0 });
  expect(neighborOf(parts, { layer: 0, head: 0 }, -1)).toBeNull();
  expect(neighborOf(parts, null, -1)).toBeUndefined();
  expect(neighborOf(parts, { layer: 0, head: 1 }, 1)).toBeUndefined();
});

test('the name of a part has its layer where there are several', () => {
  expect([null, { layer: 0, head: 2 }].map((part) => partName(part, 1))).toEqual(['mean of all heads', 'head 3']);
  expect([null, { layer: 1, head: null }, { layer: 1, head: 2 }].map((part) => partName(part, 6))).toEqual([
    'mean of all layers and heads',
    'layer 2, mean of its heads',
    'layer 2, head 3',
  ]);
});

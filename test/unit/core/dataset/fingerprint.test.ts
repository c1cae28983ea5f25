import { expect, test } from 'vitest';
import { SplitFingerprint } from '../../../../src/core/dataset/fingerprint.ts';

function identity(...rows: readonly (readonly [string, string | null])[]) {
  const fingerprint = new SplitFingerprint();
  for (const [text, label] of rows) fingerprint.add(text, label);
  return fingerprint.identity();
}

test('equal splits have the same fingerprint, also across chunks', () => {
  const rows = Array.from({ length: 5000 }, (_, i) => [`a text of some length, number ${i}`, 'yes'] as const);
  expect(identity(...rows)).toEqual(identity(...rows));
  expect(identity(...rows).texts).toBe(5000);
});

test('any change of texts, labels or order changes the fingerprint', () => {
  const splits = [
    identity(['a', 'b'], ['c', 'd']),
    identity(['c', 'd'], ['a', 'b']),
    identity(['ab', ''], ['c', 'd']),
    identity(['a', 'b'], ['c', 'e']),
    identity(['a', 'b'], ['c', null]),
    identity(['a', 'b']),
  ];
  expect(new Set(splits.map(({ sha256 }) => sha256)).size).toBe(splits.length);
});

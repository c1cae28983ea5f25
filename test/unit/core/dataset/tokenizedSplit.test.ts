import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenizedSplit } from '../../../../src/core/dataset/tokenizedSplit.ts';

test('a split returns what was added', () => {
  const row = fc.record({
    ids: fc.array(fc.nat(99), { minLength: 1 }),
    label: fc.nat(9),
    file: fc.constantFrom('a', 'b'),
    line: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const split = new TokenizedSplit();
      for (const { ids, label, file, line } of rows) split.add(ids, label, file, line);
      const back = rows.map((_, i) => ({ ids: [...split.ids(i)], label: split.label(i), ...split.location(i) }));
      expect([split.length, back]).toEqual([rows.length, rows]);
    }),
  );
});

test('texts longer than a chunk and texts at its end stay whole', () => {
  const split = new TokenizedSplit();
  const lengths = [200000, 100000, 300000, 62144, 1];
  lengths.forEach((length, i) => split.add(new Int32Array(length).fill(i), 0, 'f', 1));
  split.replaceIds(Int32Array.of(10, 11, 12, 13, 14));
  lengths.forEach((length, i) => {
    expect(split.ids(i).length).toBe(length);
    expect([...new Set(split.ids(i))]).toEqual([10 + i]);
  });
});

test('a split knows the words of pieces, and needs none where every token is a word', () => {
  const lengths = fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }));
  fc.assert(
    fc.property(lengths, (texts) => {
      const words = texts.map((pieces) => pieces.flatMap((count, word) => Array.from({ length: count }, () => word)));
      const [split, plain] = [new TokenizedSplit(), new TokenizedSplit()];
      for (const own of words) split.add(own, 0, 'f', 1, own);
      for (const own of words) plain.add(own, 0, 'f', 1);
      expect(words.map((_, i) => [...split.words(i)!])).toEqual(words);
      expect(words.map((_, i) => plain.words(i))).toEqual(words.map(() => null));
    }),
  );
});

test('words may be numbered with gaps, and a text may begin in a new chunk', () => {
  const split = new TokenizedSplit();
  split.add(new Int32Array(262140), 0, 'f', 1, new Int32Array(262140));
  split.add([1, 2, 3, 4, 5], 0, 'f', 2, [0, 0, 2, 2, 7]);
  expect(split.words(0)!.every((word) => word === 0)).toBe(true);
  expect([...split.words(1)!]).toEqual([0, 0, 1, 1, 2]);
});

test('keeps the boundary of each pair, and none of single texts', () => {
  const [pairs, singles] = [new TokenizedSplit(), new TokenizedSplit()];
  for (const boundary of [2, 0, 3]) pairs.add([1, 2, 3], 0, 'f', 1, [0, 1, 2], boundary);
  singles.add([1, 2, 3], 0, 'f', 1);
  expect([0, 1, 2].map((i) => pairs.boundary(i))).toEqual([2, 0, 3]);
  expect(singles.boundary(0)).toBeUndefined();
});

test('keeps the marked tokens of each rationale, also of texts that begin in a new chunk', () => {
  const split = new TokenizedSplit();
  split.add([1, 2, 3], 0, 'f', 1);
  split.mark('leaves', [0, 2]);
  split.mark('carton', []);
  split.add(new Int32Array(262140), 0, 'f', 2);
  split.add([1, 2, 3, 4, 5], 0, 'f', 3);
  split.mark('leaves', [4]);
  expect(split.rationales).toEqual(['leaves']);
  expect([0, 1, 2].map((i) => split.marked('leaves', i))).toEqual([[0, 2], [], [4]]);
  expect([0, 1, 2].map((i) => split.marked('carton', i))).toEqual([[], [], []]);
  expect(new TokenizedSplit().rationales).toEqual([]);
});

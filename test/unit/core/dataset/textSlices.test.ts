import { describe, expect, test } from 'vitest';
import { checkSliceLabels, sliceColumns, TextSlices } from '../../../../src/core/dataset/textSlices.ts';
import type { SliceConditions } from '../../../../src/core/experiment/sections/slices.ts';

const example = (text: string, label = 'a') => ({ split: 'test', text, label, file: 'a.tsv', line: 1 }) as const;

/** The numbers of the texts that meet the conditions; a text has as many tokens as words. */
function textsOf(conditions: SliceConditions, ...texts: readonly (string | ReturnType<typeof example>)[]) {
  const found = new TextSlices({ one: conditions });
  for (const text of texts) {
    const added = typeof text === 'string' ? example(text) : text;
    found.add(added, added.text.split(' ').length);
  }
  return found.textsOf('one');
}

describe('a slice has the texts', () => {
  test('that contain one of its words as a whole, in any case', () => {
    const contains = ['not', "n't", 'no  good'];
    const texts = ['NOT bad', 'nothing', 'it did n’t', "did n't", 'a no\ngood film', 'knot', '«not»', 'no'];
    expect(textsOf({ contains }, ...texts)).toEqual([0, 3, 4, 6]);
    expect(textsOf({ contains: 'c++' }, 'in C++ and', 'c+')).toEqual([0]);
    expect(textsOf({ contains: 'über' }, 'ÜBER uns', 'darüber')).toEqual([0]);
  });

  test('that its pattern matches', () => {
    expect(textsOf({ pattern: '^[A-Z].*[0-9]' }, 'In 2020', 'in 2020', 'In')).toEqual([0]);
  });

  test('of its lengths and labels', () => {
    expect(textsOf({ minTokens: 2, maxTokens: 3 }, 'a', 'a b', 'a b c', 'a b c d')).toEqual([1, 2]);
    expect(textsOf({ label: ['a', 'c'] }, example('x', 'a'), example('x', 'b'), example('x', 'c'))).toEqual([0, 2]);
  });

  test('that meet all of its conditions', () => {
    expect(textsOf({ contains: 'x', minTokens: 2 }, 'x', 'x y', 'y y')).toEqual([1]);
  });
});

test('columns of several slices are read once', () => {
  expect(sliceColumns({ a: { column: { x: 1, y: 2 } }, b: { column: { y: 3 } }, c: { label: 'a' } })).toEqual([
    'x',
    'y',
  ]);
});

test('a label that is no class of the data is a UserError that names the one that is meant', () => {
  expect(() => checkSliceLabels({ good: { label: ['postive'] } }, ['negative', 'positive'])).toThrow(
    'slices.good.label is "postive"; classes of the data: negative, positive; did you mean "positive"?',
  );
});

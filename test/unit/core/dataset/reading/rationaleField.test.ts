import { describe, expect, test } from 'vitest';
import { readRationale, type RationaleFormat } from '../../../../../src/core/dataset/reading/rationaleField.ts';

const text = 'a dull  film , 🎬 sadly';

/** The marked parts of the text, or the problem. */
function read(value: unknown, format: RationaleFormat = 'auto', of = text): readonly string[] | string {
  const marked = readRationale(value, of, format);
  return 'problem' in marked ? marked.problem : marked.spans.map(({ start, end }) => of.slice(start, end));
}

describe('the marked parts of a text', () => {
  test.each([[[1, 5]], ['[1, 5]'], ['1, 5'], ['1 5'], [[1n, 5n]]])('are tokens by their numbers: %o', (value) => {
    expect(read(value)).toEqual(['dull', 'sadly']);
    expect(read(value, 'tokens')).toEqual(['dull', 'sadly']);
  });

  test.each([[[0, 1, 0, 0, 0, 1]], ['[0, 1, 0, 0, 0, 1]'], ['0 1 0 0 0 1']])(
    'are a mark for each token: %o',
    (value) => {
      expect(read(value)).toEqual(['dull', 'sadly']);
      expect(read(value, 'marks')).toEqual(['dull', 'sadly']);
    },
  );

  test('are what at least half of several people marked', () => {
    const lists = [
      [0, 1, 0, 0, 0, 1],
      [0, 1, 1, 0, 0, 0],
    ];
    expect(read(lists, 'marks')).toEqual(['dull', 'film', 'sadly']);
    expect(read([...lists, [0, 1, 0, 0, 0, 0]], 'marks')).toEqual(['dull']);
  });

  test('are spans of characters, or single ones, counted as Python counts them', () => {
    const pairs = [
      [2, 6],
      [17, 22],
    ];
    expect(read(pairs)).toEqual(['dull', 'sadly']);
    expect(read(JSON.stringify(pairs), 'characters')).toEqual(['dull', 'sadly']);
    expect(read([2, 3, 15], 'characters')).toEqual(['d', 'u', '🎬']);
  });

  test.each([[null], [undefined], [''], ['  '], [[]], ['[]']])('are none where the value is %o', (value) => {
    expect(read(value)).toEqual([]);
  });

  test('are one token where the value is a number', () => {
    expect(read(1)).toEqual(['dull']);
    expect(read('1')).toEqual(['dull']);
  });
});

describe('a value that marks no parts of the text', () => {
  test.each([
    ['dull', 'is "dull"; allowed: a list of numbers, or of lists of numbers'],
    [{ a: 1 }, 'is {"a":1}; allowed: a list of numbers, or of lists of numbers'],
    [[1, -2], 'is [1,-2]; allowed: a list of numbers, or of lists of numbers'],
    [[1, 'x'], 'is [1,"x"]; allowed: a list of numbers, or of lists of numbers'],
    [[1, [2, 3]], 'is [1,[2,3]]; allowed: a list of numbers, or of lists of numbers'],
    ['[1', 'is "[1"; allowed: a list of numbers, or of lists of numbers'],
    [[1, 6], 'has token 6; the tokens of the text are 0 to 5'],
    [[[2, 23]], 'has [2,23]; allowed: spans [start, end] of characters, 0 to 22, unless rationaleFormat is "marks"'],
    [[[6, 6]], 'has [6,6]; allowed: spans [start, end] of characters, 0 to 22, unless rationaleFormat is "marks"'],
    [[[0, 1, 0]], 'has [0,1,0]; allowed: spans [start, end] of characters, 0 to 22, unless rationaleFormat is "marks"'],
  ])('is told by what is wrong: %o', (value, problem) => {
    expect(read(value)).toBe(problem);
  });

  test('is told by its format', () => {
    expect(read([0, 1], 'marks')).toBe('has 2 marks; the text has 6 tokens');
    expect(read([0, 1, 2, 0, 0, 0], 'marks')).toBe('has the mark 2; allowed: 0, 1');
    expect(read([22], 'characters')).toBe('has [22,23]; allowed: spans [start, end] of characters, 0 to 22');
  });
});

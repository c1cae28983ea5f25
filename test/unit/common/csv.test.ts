import { expect, it } from 'vitest';
import { csvText } from '../../../src/common/csv.ts';

it('quotes what has commas, quotes or line breaks', () => {
  expect(csvText([['a,b', 'say "so"', 'two\nlines', 1, null, true]])).toBe('"a,b","say ""so""","two\nlines",1,,true\n');
});

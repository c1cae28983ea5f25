import { expect, test } from 'vitest';
import { printable, shortened } from '../../../src/common/printable.ts';
import { UserError } from '../../../src/common/userError.ts';

test('control characters and line breaks are shown as escapes, letters as they are', () => {
  expect(printable('a\u001b[31mb\u0007\tc\r\u009b\u202ed\né茶🙂')).toBe(
    'a\\u001b[31mb\\u0007\\tc\\r\\u009b\\u202ed\\né茶🙂',
  );
});

test('spaces without width are shown as escapes, what joins letters as it is', () => {
  expect(printable('pos\u200b\ufeff नमस्\u200dते')).toBe('pos\\u200b\\ufeff नमस्\u200dते');
});

test('a long text ends in an ellipsis', () => {
  expect(shortened('abcdef', 6)).toBe('abcdef');
  expect(shortened('abcdefg', 6)).toBe('abcde…');
});

test('an error for the user neither controls the terminal nor fills it', () => {
  const { message, remedy } = new UserError(
    [`a.csv:1: "\u001b]0;x\u0007" is no column`, `a.csv:2: "two\nlines"${'x'.repeat(1e6)}`],
    'Do \u0000 this.',
  );
  const lines = message.split('\n');
  expect(lines[0]).toBe('a.csv:1: "\\u001b]0;x\\u0007" is no column');
  expect(lines[1]).toMatch(/^a\.csv:2: "two\\nlines"x+…$/);
  expect(message.length).toBeLessThan(700);
  expect(remedy).toBe('Do \\u0000 this.');
});

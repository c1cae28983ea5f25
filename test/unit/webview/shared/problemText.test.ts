import { expect, it } from 'vitest';
import { problemText } from '../../../../webview/shared/problemText.ts';

it('makes sentences of a message and its remedy, and leaves names as they are', () => {
  const remedy = 'Train again.';
  expect(problemText({ message: 'no such file', remedy })).toBe('No such file. Train again.');
  expect(problemText({ message: 'model.safetensors: wrong shape', remedy })).toBe(
    'model.safetensors: wrong shape. Train again.',
  );
  expect(problemText({ message: 'Is it gone?', remedy })).toBe('Is it gone? Train again.');
});

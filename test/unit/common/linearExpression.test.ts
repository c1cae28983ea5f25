import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LinearExpression } from '../../../src/common/linearExpression.ts';

const ofJavaScript = (pattern: string, text: string) =>
  Array.from(text.matchAll(new RegExp(pattern, 'gu')), ({ index, 0: { length } }) => [index, index + length]);
const linear = (pattern: string, text: string) =>
  new LinearExpression(pattern).matches(text).map(({ start, end }) => [start, end]);

const usual = [
  String.raw`\w+`,
  String.raw`\S+`,
  String.raw`[^\s]+`,
  String.raw`[\S]`,
  String.raw`\s`,
  String.raw`[a-z]*`,
  String.raw`[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|\S`,
  String.raw`\p{Script=Greek}+|\p{Lu}\p{Ll}*|\P{L}`,
  String.raw`(?<word>[A-Za-z]+)(?:-[A-Za-z]+)?|\d+(?:[.,]\d+)*`,
  String.raw`\bfox\b|\B.`,
  String.raw`^\S+|\S+$`,
  String.raw`.`,
  String.raw`[^]`,
  String.raw`[.\]\-\b]|\u{1F600}|\u00e9|\x41|\cI|\/`,
  String.raw`a{2,3}?|a+?b|(?:ab|a)(?:c|bcd)?`,
];
const texts = fc.string({
  unit: fc.constantFrom(..."abcdAZ09.,-'’\b\t\n\r\u00a0\u2028\u3000\ufeff éßΣσ字😀\u0301]/ "),
  maxLength: 40,
});

test.each(usual)('%s has the same matches as in JavaScript', (pattern) => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(linear(pattern, text)).toEqual(ofJavaScript(pattern, text));
    }),
    { numRuns: 300, examples: [['the fox, a-b 3.5 aaab abcd Éa ΣΑΣ'], ['😀é\u0301']] },
  );
});

test('patterns that need exponential time elsewhere are matched', () => {
  const text = `${'a'.repeat(2000)}!`;
  expect(linear(String.raw`(a+)+$|\w+`, text)).toEqual([[0, 2000]]);
  expect(linear(String.raw`(?:a|a)*b|!`, text)).toEqual([[2000, 2001]]);
});

test.each([
  [String.raw`\w+(?=!)`, 'look-arounds such as (?=…) are not supported'],
  [String.raw`(?<!a)b`, 'look-arounds such as (?<!…) are not supported'],
  [String.raw`(a)\1`, String.raw`back references such as \1 are not supported`],
  [String.raw`(?<x>a)\k<x>`, String.raw`back references such as \k<name> are not supported`],
  ['(a', 'Unterminated group'],
])('%s is refused: %s', (pattern, message) => {
  expect(() => new LinearExpression(pattern)).toThrow(message);
});

test('what looks like a look-around or back reference within a class is none', () => {
  expect(linear(String.raw`[(?=]|\\1`, String.raw`=\1`)).toEqual([
    [0, 1],
    [1, 3],
  ]);
});

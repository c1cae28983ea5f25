import { expect, test } from 'vitest';
import { expectPlaces } from '../../../../src/extension/tests/expectPlaces.ts';

const slice = (
  text: string,
  { start, end }: { start: { line: number; character: number }; end: { character: number } },
) => text.split(/\r?\n/)[start.line]!.slice(start.character, end.character);

test('each expectation is found where it stands, among comments and with any line ends', () => {
  const text = '{ // mine\r\n "expect": {\r\n  "accuracy": ">= 0.7", "srs@0.3" : ">= 5",\r\n },\n}';
  const places = expectPlaces(text);
  expect(places.map(({ name, expected }) => [name, expected])).toEqual([
    ['accuracy', '>= 0.7'],
    ['srs@0.3', '>= 5'],
  ]);
  expect(places.map(({ whole }) => slice(text, whole))).toEqual(['"accuracy": ">= 0.7"', '"srs@0.3" : ">= 5"']);
  expect(places.map(({ value }) => slice(text, value))).toEqual(['">= 0.7"', '">= 5"']);
});

test('there are none without such a block, nor of what is no text', () => {
  expect(expectPlaces('{ "seed": 1 }')).toEqual([]);
  expect(expectPlaces('')).toEqual([]);
  expect(expectPlaces('{ "expect": { "accuracy": 0.7, "srs@0.3" } }')).toEqual([]);
});

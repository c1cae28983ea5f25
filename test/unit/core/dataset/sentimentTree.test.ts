import { expect, test } from 'vitest';
import type { TokenSpan } from '../../../../src/core/dataset/tokenizer.ts';
import { parseTree } from '../../../../src/core/dataset/sentimentTree.ts';

/** The texts of marked parts. */
const textsOf = (tree: string) => {
  const { tokens, rationales } = parseTree(tree)!;
  const text = tokens.join(' ');
  const parts = (spans: readonly TokenSpan[]) => spans.map(({ start, end }) => text.slice(start, end));
  return { text, leaves: parts(rationales.leaves!), carton: parts(rationales.carton!) };
};

test('the leaves that are not neutral are a rationale, and so are the phrases stronger than all within them', () => {
  // "not bad" is weaker than "bad", the clause as strong as it, "very good" stronger than "good".
  const tree = '(3 (3 (2 It) (3 (2 (2 not) (1 bad)) (2 ,))) (4 (2 very) (3 good)))';
  expect(textsOf(tree)).toEqual({
    text: 'It not bad , very good',
    leaves: ['bad', 'good'],
    carton: ['bad', 'very', 'good'],
  });
});

test('a phrase that is stronger than all within it marks all of its tokens', () => {
  expect(textsOf('(4 (3 (2 A) (3 fine)) (2 film))').carton).toEqual(['A', 'fine', 'film']);
  expect(textsOf('(2 (2 A) (2 film))').carton).toEqual([]);
});

test('a sentence has the label of its root, and slashes without the escape', () => {
  const { label, tokens } = parseTree('(1 (2 and\\/or) (0 1\\/2))')!;
  expect([label, tokens]).toEqual([1, ['and/or', '1/2']]);
  expect(parseTree('(4 word)')).toMatchObject({ label: 4, tokens: ['word'] });
});

test.each(['', 'a sentence', '(3 (2 A) (3 word)', '(3 (2 A) (3 word)))', '(7 (2 A) (3 word))'])(
  '%j is no tree',
  (text) => {
    expect(parseTree(text)).toBeNull();
  },
);

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLink, markdownText, shortMarkdownText } from '../../../../src/extension/editor/markdownText.ts';

const shown = (markdown: string) => markdown.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

test.each([
  '<img src=x onerror=alert(1)>',
  '</span></td><script>x</script>',
  '[x](command:workbench.action.quit)',
  '![x](https://example.com/x.png)',
  'https://example.com www.example.com a@example.com',
  '`code` **bold** _it_ ~~no~~ | a | b',
  '$(trash) &lt;b&gt; &#60;b&#62; \\',
  '# 1. - > +',
])('%j is shown as it is, without a character that could be syntax', (text) => {
  const markdown = markdownText(text);
  expect(markdown).toMatch(/^(?:[A-Za-z0-9 ]|&#\d+;)*$/);
  expect(shown(markdown)).toBe(text);
});

test('any text comes out as letters, digits, single spaces and character references', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const markdown = markdownText(text);
      expect(markdown.replace(/&#\d+;/g, '')).toMatch(/^[\p{L}\p{M}\p{N} ]*$/u);
      expect(markdown).not.toContain('  ');
    }),
  );
});

test('line breaks and marks that turn the direction of what follows are gone', () => {
  expect(markdownText('a\n\n# b\tc\u2028d\u0000e')).toBe('a &#35; b c d e');
  expect(markdownText('a\u202eb\u2066c')).toBe('abc');
});

test('a long text is cut by characters, not by halves of them', () => {
  expect(shortMarkdownText('abcd', 4)).toBe('abcd');
  expect(shown(shortMarkdownText('abcde', 4))).toBe('abc…');
  expect(shown(shortMarkdownText('😀😀😀😀😀', 4))).toBe('😀😀😀…');
});

test('the argument of a link arrives whether it is decoded once or twice', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('100 % of %22 %41', `a) 'b' [c](d) "e" \\ !*`));
  fc.assert(
    fc.property(texts, (text) => {
      const link = commandLink('Open', 'safr.openNeurons', { run: '/a b/c', text });
      const [, query] = /^\[Open\]\(command:safr\.openNeurons\?([^\s()<>'"]*)\)$/.exec(link)!;
      const once = decodeURIComponent(query!);
      expect(JSON.parse(once)).toEqual([{ run: '/a b/c', text }]);
      expect(decodeURIComponent(once)).toBe(once);
    }),
  );
});

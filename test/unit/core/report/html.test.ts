import { expect, test } from 'vitest';
import fc from 'fast-check';
import { html } from '../../../../src/core/report/html.ts';

test('inserted text is escaped; markup and lists of markup are not', () => {
  const hostile = `</style><script>alert('1')</script>" onload="x`;
  expect(html`<p title="${hostile}">${hostile}</p>`.text).toBe(
    '<p title="&lt;/style&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&quot;x">' +
      '&lt;/style&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&quot;x</p>',
  );
  expect(html`${[1, '<2>'].map((n) => html`<b>${n}</b>`)}${null}${undefined}`.text).toBe('<b>1</b><b>&lt;2&gt;</b>');
});

test('no text contains a character that could end its element or attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { text: out } = html`${text}`;
      expect(out).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      expect(out).not.toMatch(/\p{Cs}/u);
    }),
  );
});

test('control characters, lone surrogates and direction marks are removed or replaced', () => {
  const hostile = 'a\tb\0\u001b\ud800\ufffec\u202ed\u2066';
  expect(html`${hostile}`.text).toBe('a\tb\ufffd\ufffd\ufffd\ufffdcd');
});

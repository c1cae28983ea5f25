import { renderToString } from 'preact-render-to-string';
import { expect, it } from 'vitest';
import { ShadedText } from '../../../../webview/dataTable/ShadedText.tsx';
import { textOf } from '../textOf.ts';

const row = {
  ...{ index: 0, line: 2, text: 'good, warm film', label: null, prediction: null },
  words: [
    [0, 4, 1],
    [6, 10, 0.5],
    [11, 15, 0],
  ] as [number, number, number][],
};

it('shades words by their keep probabilities and keeps the text between them', () => {
  const html = renderToString(<ShadedText row={row} maxLength={100} />);
  expect(html).toContain('<span class="shaded" style="--keep:0.5;">warm</span>');
  expect(html.replaceAll(/<[^>]*>/g, '')).toBe('good, warm film');
});

it('cuts a long text', () => {
  expect(textOf(renderToString(<ShadedText row={row} maxLength={8} />)).trim()).toBe('good , wa…');
});

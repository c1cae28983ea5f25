import { expect, test } from 'vitest';
import { hoverMarkdown, untrainedMarkdown, type HoverFacts } from '../../../../src/extension/editor/hoverMarkdown.ts';
import { importanceColors } from '../../../../src/extension/editor/importanceScale.ts';
import { explanationOf } from './explanations.ts';

const run = { name: 'seed 2', missing: null, directory: '/runs/run-1' };
const facts = (rest: Partial<HoverFacts> = {}): HoverFacts => ({
  explanation: explanationOf('a fine film', [0.01, 0.97, 0.5]),
  text: 'a fine film',
  label: 'positive',
  marked: [],
  run,
  ...rest,
});
const hover = (rest: Partial<HoverFacts> = {}) => hoverMarkdown(facts(rest));
/** As it is read: without tags, character references resolved. */
const shown = (markdown: string) =>
  markdown
    .replace(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/ +/g, ' ');
/** The style that VS Code's hovers let through on a span. */
const allowedStyle =
  /^(color:(#[0-9a-f]+|var\(--vscode(-[a-zA-Z0-9]+)+\));)?(background-color:(#[0-9a-f]+|var\(--vscode(-[a-zA-Z0-9]+)+\));)?(border-radius:[0-9]+px;)?$/;

test('says first what is predicted, by which run and what is missing of it, then the words', () => {
  const lines = (markdown: string) => shown(markdown.replaceAll('<br>', '\n')).split(/\n+/);
  const [verdict, by, words, , probabilities] = lines(hover());
  expect(verdict).toMatch(/^✓ \*\*positive\*\* as labelled/);
  expect(by).toBe('explained by seed 2');
  expect(words).toMatch(/^a +fine +film *$/);
  expect(probabilities).toMatch(/^positive .* %/);
  expect(lines(hover({ run: { ...run, missing: 'still training' } }))[1]).toBe('explained by seed 2 (still training)');
});

test('says whether the line agrees with the prediction', () => {
  expect(shown(hover({ label: 'negative' }))).toMatch(/^✗ \*\*positive\*\* but labelled \*\*negative\*\*/);
  expect(shown(hover({ label: null }))).toMatch(/^→ \*\*positive\*\* the line has no label/);
});

test('offers similar errors where the prediction is one', () => {
  expect(hover({ label: 'negative' })).toContain('safr.showSimilarErrors');
  expect(hover()).not.toContain('safr.showSimilarErrors');
  expect(hover({ label: null })).not.toContain('safr.showSimilarErrors');
});

test('opens the neuron panel with the label of the line', () => {
  const argument = (markdown: string) => decodeURIComponent(/openNeurons\?([^)]*)/.exec(markdown)![1]!);
  expect(argument(hover({ label: 'negative' }))).toContain('"label":"negative"');
  expect(argument(hover({ label: null }))).toContain('"label":null');
});

test('lists the likeliest classes first, the rest as a number', () => {
  const probabilities = Array.from({ length: 9 }, (_, i) => ({ class: `class ${i}`, probability: i / 36 }));
  const markdown = shown(hover({ explanation: explanationOf('a', [0.5], { probabilities }) }));
  expect(markdown).toMatch(/class 8 22\.2 %.*class 7 19\.4 %.*class 4 11\.1 % ?and 4 more/);
  expect(markdown).not.toContain('class 3');
});

test('shades each token by its importance', () => {
  const markdown = hover();
  const word = (step: number, text: string) =>
    `background-color:${importanceColors[step - 1]};border-radius:3px;">&nbsp;${text}&nbsp;<`;
  expect(markdown).toContain(word(8, 'fine'));
  expect(markdown).toContain(word(4, 'film'));
  expect(markdown).toContain('\n\na <span');
});

test('underlines the words that the data mark, also of those that are shaded or in italics, and says so', () => {
  const marked = [
    { start: 0, end: 1 },
    { start: 2, end: 6 },
  ];
  const markdown = hover({ marked });
  expect(markdown).toContain('\n\n<u>a</u> <span');
  expect(markdown).toContain('&nbsp;<u>fine</u>&nbsp;');
  expect(markdown).not.toContain('<u>film');
  expect(shown(markdown)).toContain('words by importance; underlined where the data mark them');
  expect(decodeURIComponent(/openNeurons\?([^)]*)/.exec(markdown)![1]!)).toContain(
    `"marked":${JSON.stringify(marked)}`,
  );
  expect(shown(hover())).not.toContain('underlined');
});

test('begins a line with the second text of a pair', () => {
  const pair = (boundary: number) =>
    hover({ explanation: explanationOf('a man it is he', [0, 0, 0, 0, 0], { boundary }) });
  expect(pair(2)).toContain('\n\na man <br> it is he<br>');
  expect(pair(0)).toContain('\n\na man it is he<br>');
});

test('says so where the run has no mask, and shades nothing', () => {
  const markdown = hover({ explanation: explanationOf('a fine film', []) });
  expect(markdown).toMatch(
    /\n\na fine film<br><span [^>]*>words; this run has no mask, which would show their importance</,
  );
  for (const color of importanceColors) expect(markdown).not.toContain(color);
});

test('shows of a long text the most important words, in order, and marks the gaps', () => {
  const words = Array.from({ length: 256 }, (_, i) => `word${i}`);
  const keep = words.map((_, i) => (i >= 100 && i < 125 ? 0.9 : i >= 200 && i < 210 ? 0.8 : 0.01));
  const markdown = shown(hover({ explanation: explanationOf(words.join(' '), keep, { unread: 44 }) }));
  expect(markdown).toContain('the 32 most important of 256 words; 44 tokens beyond what it reads\n');
  expect(markdown).toMatch(/\n… word100 .* word124 … word200 .* word206 …the 32/);
  const unmasked = shown(hover({ explanation: explanationOf(words.join(' '), []) }));
  expect(unmasked).toMatch(/\nword0 .* word31 …the first 32 of 256 words; /);
});

test('names pairs and counts neurons', () => {
  const pairs = [{ first: 0, second: 2, score: 0.4321 }];
  const markdown = shown(hover({ explanation: explanationOf('a fine film', [0, 1, 0], { pairs }) }));
  expect(markdown).toContain('a ↔ film 0.43');
  expect(markdown).toContain('20 monosemantic 4 polysemantic 1,000 unused');
});

test('has nothing of a hostile data set in it but its characters', () => {
  const text = '<img/src=x/onerror=y> [x](command:quit) `a|b` $(trash) </td></table># ``` ---';
  const label = '</b><a href="command:quit">x</a>\n\n# y';
  const explanation = explanationOf(text, [0.9, 0.9, 0.9, 0.01], {
    predicted: label,
    probabilities: [{ class: label, probability: 1 }],
    pairs: [{ first: 0, second: 1, score: 1 }],
  });
  const markdown = hover({
    explanation,
    text,
    label: `${label}2`,
    run: { name: '*[r](x)*', missing: null, directory: '/"><b>' },
  });
  const tags = new Set(markdown.match(/<\/?[a-z]+/g));
  expect(tags).toEqual(new Set(['<span', '</span', '<table', '</table', '<tr', '</tr', '<td', '</td', '<br']));
  for (const [, style] of markdown.matchAll(/style="([^"]*)"/g)) expect(style).toMatch(allowedStyle);
  const links = Array.from(markdown.matchAll(/\]\(([^)]*)\)/g), ([, target]) => target!.split('?')[0]);
  expect(links).toEqual(['command:safr.openNeurons', 'command:safr.showSimilarErrors']);
  expect(markdown).not.toMatch(/`|\$\(|\||#(?!\d|[0-9a-f]{8}[;"])|<img|onerror=/);
});

test('offers to train what has no run', () => {
  const markdown = untrainedMarkdown({ title: 'my <b>', path: '/w/my.safr.json' });
  expect(shown(markdown)).toMatch(/^No trained run of \*\*my <b>\*\* yet\. \[Train\]\(command:safr\.train\?/);
  expect(markdown).toContain(encodeURIComponent('"/w/my.safr.json"'));
});

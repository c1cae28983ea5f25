import type { ExplainedToken, Explanation } from '../../core/explanation/explanation.ts';
import { importanceColors, importanceStep } from './importanceScale.ts';
import { commandLink, markdownText, shortMarkdownText } from './markdownText.ts';

/** What a hover on a data line shows. */
export interface HoverFacts {
  readonly explanation: Explanation;
  readonly text: string;
  /** The line's; null where it has none. */
  readonly label: string | null;
  /** That explains it. */
  readonly run: { readonly id: string; readonly directory: string };
}

/** The commands that its links run. */
export const hoverCommands = ['safr.openNeurons', 'safr.showSimilarErrors', 'safr.train'] as const;

/** How much is shown; lengths in characters. */
const most = { classes: 5, tokens: 60, pairs: 3, name: 40, token: 30 };
/** Of a probability bar, in spaces. */
const barWidth = 32;
const wide = '&nbsp;&nbsp;&nbsp;';
const dim = (markdown: string) => `<span style="color:var(--vscode-descriptionForeground);">${markdown}</span>`;

/** An explanation in Markdown with the HTML that VS Code allows in it. */
export function hoverMarkdown(facts: HoverFacts): string {
  const { explanation } = facts;
  return [
    verdict(facts),
    probabilities(explanation),
    `${tokenCaption(explanation)}<br>${shadedTokens(explanation.tokens)}`,
    pairs(explanation),
    neurons(explanation),
    '---',
    links(facts),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Instead, where nothing can explain the line yet. */
export function untrainedMarkdown(experiment: { readonly title: string; readonly path: string }): string {
  const name = shortMarkdownText(experiment.title, most.name);
  return `No trained run of **${name}** yet.${wide}${commandLink('Train', 'safr.train', { experiment: experiment.path })}`;
}

function verdict({ explanation: { predicted }, label }: HoverFacts): string {
  const name = (text: string) => `**${shortMarkdownText(text, most.name)}**`;
  if (label === null) return `→ ${name(predicted)} ${dim('the line has no label')}`;
  const right = predicted === label;
  const mark = `<span style="color:var(--vscode-testing-icon${right ? 'Passed' : 'Failed'});">${right ? '✓' : '✗'}</span>`;
  return `${mark} ${name(predicted)} ${right ? dim('as labelled') : `${dim('but labelled')} ${name(label)}`}`;
}

function probabilities({ probabilities, predicted }: Explanation): string {
  const sorted = probabilities.toSorted((a, b) => b.probability - a.probability);
  const rows = sorted.slice(0, most.classes).map(({ class: name, probability }) => {
    const percent = `${(100 * probability).toFixed(1)}&nbsp;%`;
    const color = name === predicted ? '--vscode-charts-blue' : '--vscode-descriptionForeground';
    return `<tr><td>${shortMarkdownText(name, most.name)}${wide}</td><td>${bar(probability, color)}</td><td align="right">${wide}${percent}</td></tr>`;
  });
  const rest = sorted.length - rows.length;
  const more = rest > 0 ? `<tr><td colspan="3">${dim(`and ${rest} more`)}</td></tr>` : '';
  return `<table>${rows.join('')}${more}</table>`;
}

function bar(share: number, color: string): string {
  const filled = Math.round(share * barWidth);
  const part = (width: number, background: string) =>
    width === 0 ? '' : `<span style="background-color:${background};">${'&nbsp;'.repeat(width)}</span>`;
  return part(filled, `var(${color})`) + part(barWidth - filled, '#8080802e');
}

function tokenCaption({ tokens, unread }: Explanation): string {
  const cut = tokens.length > most.tokens;
  const masked = tokens[0]?.keep !== null;
  const shown = cut
    ? `${masked ? 'the' : 'the first'} ${most.tokens} ${masked ? 'most important ' : ''}of ${tokens.length} tokens`
    : 'tokens';
  const how = masked
    ? cut
      ? shown
      : 'tokens by importance'
    : `${shown}; this run has no mask to tell their importance`;
  return dim(unread > 0 ? `${how}; ${unread} more beyond what the model reads` : how);
}

/** In order; of very many the most important ones, with an ellipsis for what is left out. */
function shadedTokens(tokens: readonly ExplainedToken[]): string {
  const ranked = tokens.map((_, i) => i).sort((a, b) => (tokens[b]!.keep ?? 0) - (tokens[a]!.keep ?? 0));
  const shown = ranked.slice(0, most.tokens).sort((a, b) => a - b);
  const words = shown.flatMap((i, n) =>
    i > (shown[n - 1] ?? -1) + 1 ? ['…', shaded(tokens[i]!)] : [shaded(tokens[i]!)],
  );
  return [...words, ...(shown.at(-1) === tokens.length - 1 ? [] : ['…'])].join(' ');
}

function shaded({ text, keep, known }: ExplainedToken): string {
  const word = shortMarkdownText(text, most.token);
  const own = known ? word : `<em>${word}</em>`;
  const color = importanceColors[importanceStep(keep ?? 0) - 1];
  return color ? `<span style="background-color:${color};border-radius:3px;">&nbsp;${own}&nbsp;</span>` : own;
}

function pairs({ pairs, tokens }: Explanation): string {
  if (pairs.length === 0) return '';
  const word = (i: number) => shortMarkdownText(tokens[i]!.text, most.token);
  const shown = pairs
    .slice(0, most.pairs)
    .map(({ first, second, score }) => `${word(first)} ↔ ${word(second)} ${dim(score.toFixed(2))}`);
  return `${dim('pairs that attend to each other most')}<br>${shown.join(wide)}`;
}

function neurons({ counts }: Explanation): string {
  const count = (n: number) => markdownText(n.toLocaleString('en'));
  const { monosemantic, polysemantic, unused } = counts;
  const parts = [
    `${count(monosemantic)} monosemantic`,
    `${count(polysemantic)} polysemantic`,
    `${count(unused)} unused`,
  ];
  return `${dim('neurons on this line')}<br>${parts.join(wide)}`;
}

function links({ run, text }: HoverFacts): string {
  const argument = { run: run.directory, text };
  const neurons = commandLink('Open in Neuron Panel', 'safr.openNeurons', argument);
  const errors = commandLink('Show Similar Errors', 'safr.showSimilarErrors', argument);
  return `${neurons}${wide}${errors}${wide}${dim(`by ${shortMarkdownText(run.id, most.name)}`)}`;
}

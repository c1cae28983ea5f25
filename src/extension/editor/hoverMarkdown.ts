import { markedTokens } from '../../core/dataset/rationale.ts';
import type { TokenSpan } from '../../core/dataset/tokenizer.ts';
import type { ExplainedWord, ExplanationSummary } from '../../core/evaluation/explanation/explanation.ts';
import { counted } from '../../common/format.ts';
import { importanceColors, importanceStep } from './importanceScale.ts';
import { commandLink, shortMarkdownText } from './markdownText.ts';

/** The content of a hover on a data line. */
export interface HoverFacts {
  readonly explanation: ExplanationSummary;
  readonly text: string;
  /** Of the line; null if it has none. */
  readonly label: string | null;
  /** The parts of the text that the data mark as decisive. */
  readonly marked: readonly TokenSpan[];
  /** The run that explains it: what it is called, and what is missing of it (null: nothing). */
  readonly run: { readonly name: string; readonly missing: string | null; readonly directory: string };
}

/** The commands that its links run. */
export const hoverCommands = ['safr.openNeurons', 'safr.showSimilarErrors', 'safr.train'] as const;

/** Limits of what is shown; `name` and `word` in characters. */
const max = { classes: 5, words: 32, pairs: 3, name: 40, run: 80, word: 30 };
/** Of a probability bar, in spaces. */
const barWidth = 32;
const wide = '&nbsp;&nbsp;&nbsp;';
const dim = (markdown: string) => `<span style="color:var(--vscode-descriptionForeground);">${markdown}</span>`;

/**
 * An explanation in Markdown with the HTML that VS Code allows in it. VS Code cuts hovers at a small height: the prediction, the run and the
 * words come first.
 */
export function hoverMarkdown(facts: HoverFacts): string {
  const { explanation } = facts;
  const marked = new Set(markedTokens(facts.text, explanation.words, facts.marked));
  return [
    `${verdict(facts)}${wide}${wide}${links(facts)}<br>${explainedBy(facts)}`,
    `${shadedWords(explanation, marked)}<br>${wordCaption(explanation, marked)}`,
    probabilities(explanation),
    table([
      [dim('attended pairs'), pairs(explanation)],
      [dim('neurons in this text'), neurons(explanation)],
    ]),
  ].join('\n\n');
}

/** The hover if no run can explain the line yet. */
export function untrainedMarkdown(experiment: { readonly title: string; readonly path: string }): string {
  const name = shortMarkdownText(experiment.title, max.name);
  return `No trained run of **${name}** yet.${wide}${commandLink('Train', 'safr.train', { experiment: experiment.path })}`;
}

function explainedBy({ run: { name, missing } }: HoverFacts): string {
  const remark = missing === null ? '' : ` ${dim(`(${missing})`)}`;
  return `${dim('explained by')} ${shortMarkdownText(name, max.run)}${remark}`;
}

function verdict({ explanation: { predicted }, label }: HoverFacts): string {
  const name = (text: string) => `**${shortMarkdownText(text, max.name)}**`;
  if (label === null) return `→ ${name(predicted)} ${dim('the line has no label')}`;
  const right = predicted === label;
  const mark = `<span style="color:var(--vscode-testing-icon${right ? 'Passed' : 'Failed'});">${right ? '✓' : '✗'}</span>`;
  return `${mark} ${name(predicted)} ${right ? dim('as labelled') : `${dim('but labelled')} ${name(label)}`}`;
}

function probabilities({ probabilities, predicted }: ExplanationSummary): string {
  const sorted = probabilities.toSorted((a, b) => b.probability - a.probability);
  const rows = sorted.slice(0, max.classes).map(({ class: name, probability }) => {
    const percent = `${(100 * probability).toFixed(1)}&nbsp;%`;
    const color = name === predicted ? 'var(--vscode-charts-blue)' : '#808080b0';
    return [shortMarkdownText(name, max.name), bar(probability, color), percent];
  });
  const rest = sorted.length - rows.length;
  return table(rest > 0 ? [...rows, [dim(`and ${rest} more`)]] : rows);
}

/** Cells of Markdown. */
function table(rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `<tr>${cells.map((cell) => `<td>${cell}${wide}</td>`).join('')}</tr>`;
  return `<table>${rows.map(row).join('')}</table>`;
}

function bar(share: number, color: string): string {
  const filled = Math.round(share * barWidth);
  const part = (width: number, background: string) =>
    width === 0 ? '' : `<span style="background-color:${background};">${'&nbsp;'.repeat(width)}</span>`;
  return part(filled, color) + part(barWidth - filled, '#8080802e');
}

/** `marked`: numbers of words. */
function wordCaption({ words, unread }: ExplanationSummary, marked: ReadonlySet<number>): string {
  const masked = words[0]?.keep !== null;
  const cut = words.length > max.words;
  const which = masked ? `the ${max.words} most important` : `the first ${max.words}`;
  const remarks = [
    cut ? `${which} of ${words.length} words` : masked ? 'words by importance' : 'words',
    ...(masked ? [] : ['this run has no mask, which would show their importance']),
    ...(marked.size > 0 ? ['underlined where the data mark them'] : []),
    ...(words.some(({ known }) => !known) ? ['words the model has never read in italics'] : []),
    ...(unread > 0 ? [`${counted(unread, 'token')} beyond what it reads`] : []),
  ];
  return dim(remarks.join('; '));
}

/** In order; of many words the most important ones, with ellipses for the others. The second text of a pair begins a line. */
function shadedWords({ words, boundary = Infinity }: ExplanationSummary, marked: ReadonlySet<number>): string {
  const ranked = words.map((_, i) => i).sort((a, b) => (words[b]!.keep ?? 0) - (words[a]!.keep ?? 0));
  const shown = ranked.slice(0, max.words).sort((a, b) => a - b);
  const isSecond = (i: number) => words[i]!.firstToken >= boundary;
  const parts = shown.flatMap((i, n) => {
    const previous = shown[n - 1];
    const begins = previous !== undefined && isSecond(i) && !isSecond(previous);
    return [...(i > (previous ?? -1) + 1 ? ['…'] : []), ...(begins ? ['<br>'] : []), shaded(words[i]!, marked.has(i))];
  });
  return [...parts, ...(shown.at(-1) === words.length - 1 ? [] : ['…'])].join(' ');
}

function shaded({ text, keep, known }: ExplainedWord, isMarked: boolean): string {
  const shown = shortMarkdownText(text, max.word);
  const word = isMarked ? `<u>${shown}</u>` : shown;
  const own = known ? word : `<em>${word}</em>`;
  const color = importanceColors[importanceStep(keep ?? 0) - 1];
  return color ? `<span style="background-color:${color};border-radius:3px;">&nbsp;${own}&nbsp;</span>` : own;
}

function pairs({ pairs, words }: ExplanationSummary): string {
  const word = (i: number) => shortMarkdownText(words[i]!.text, max.word);
  const shown = pairs.slice(0, max.pairs).map(({ first, second, score }) => {
    return `${word(first)} ↔ ${word(second)} ${dim(score.toFixed(2))}`;
  });
  return shown.join(wide) || 'none';
}

function neurons({ counts: { monosemantic, polysemantic, unused } }: ExplanationSummary): string {
  const count = (n: number) => n.toLocaleString('en');
  return [`${count(monosemantic)} monosemantic`, `${count(polysemantic)} polysemantic`, `${count(unused)} unused`].join(
    wide,
  );
}

function links({ run, text, label, marked, explanation: { predicted } }: HoverFacts): string {
  const argument = { run: run.directory, text };
  const neurons = commandLink('Open in Neuron Panel', 'safr.openNeurons', { ...argument, label, marked });
  if (label === null || predicted === label) return neurons;
  return `${neurons}${wide}${commandLink('Show Similar Errors', 'safr.showSimilarErrors', argument)}`;
}

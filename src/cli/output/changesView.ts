import type { Prediction } from '../../core/comparison/changedLines.ts';
import type { ExplainedChange, ExplainedChanges } from '../../core/workflow/explainChanges.ts';
import { colors } from './colors.ts';
import { heading } from './comparisonView.ts';
import { counted, grouped, percent } from '../../common/format.ts';
import { placeName } from '../../common/placeName.ts';
import { printable } from '../../common/printable.ts';
import { place } from './place.ts';
import { printableName, printableWords } from './printableExplanation.ts';
import { shadedWords, unknownWordsLine } from './shadedWords.ts';

/**
 * The predictions that changed from A to B, the first of them with the explanations of both runs. Lines are at most `columns` wide unless a
 * single word is longer.
 */
export function changesView(
  { texts, changes, explained }: ExplainedChanges,
  classes: readonly string[],
  columns: number,
): string[] {
  const count = (kind: (typeof changes)[number]['change']) => changes.filter(({ change }) => change === kind).length;
  const wrongInBoth = count('wrong') === 0 ? [] : [`${grouped(count('wrong'))} wrong in both`];
  const correctInOne = [
    `${grouped(count('fixed'))} correct in B only`,
    `${grouped(count('broken'))} correct in A only`,
  ];
  const summary = [...correctInOne, ...wrongInBoth].join(', ');
  const all = `${counted(changes.length, 'text')} of ${grouped(texts)}${changes.length === 0 ? '' : `: ${summary}`}`;
  return [
    ...heading('changed predictions', all),
    ...explained.flatMap((change) => changeLines(change, classes, columns)),
  ];
}

function changeLines(
  { index, file, line, label, from, to, change, before, after }: ExplainedChange,
  classes: readonly string[],
  columns: number,
): string[] {
  const predictionText = ({ predicted, probability }: Prediction) =>
    `${printableName(classes[predicted]!)} ${percent(probability)}`;
  const verdict = {
    fixed: colors.green('fixed'),
    broken: colors.red('broken'),
    wrong: colors.red('wrong in both'),
  };
  const where = printable(placeName(place(file), line));
  const head = `text ${index + 1}, ${where}, is ${colors.bold(printableName(classes[label]!))}: ${predictionText(from)} → ${predictionText(to)}  ${verdict[change]}`;
  const indented = (letter: string, { words, boundary }: typeof before) =>
    shadedWords(printableWords(words), columns - 5, boundary).map((line, i) => `  ${i === 0 ? letter : ' '}  ${line}`);
  const unknown = unknownWordsLine(after.words).map((line) => `     ${line}`);
  return ['', head, ...indented('A', before), ...indented('B', after), ...unknown];
}

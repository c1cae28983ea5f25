import { basename } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { openSplitTexts } from '../dataset/dataset.ts';
import { readGivenExplanations, tokenImportances, type GivenExplanation } from '../dataset/givenExplanations.ts';
import type { GivenImportances } from '../evaluation/measureRivals.ts';
import type { EvaluatedSplit } from '../runs/evaluationSummary.ts';
import { openTextReader } from '../runs/openTextReader.ts';
import type { Run } from '../runs/readRun.ts';
import { openOptions, splitRuleOf, type DataContext } from './readData.ts';

/**
 * Reads explanations that were made elsewhere of texts of a split. An explanation is that of the next sentence with the same text; without
 * a text, of the one at its line of the data file. Errors: UserError with file and line where one is malformed or of no such sentence.
 */
export async function readGivenImportances(
  path: string,
  run: Run,
  split: EvaluatedSplit,
  context: DataContext,
): Promise<GivenImportances> {
  const waiting = new Waiting();
  for await (const explanation of readGivenExplanations(path)) waiting.add(explanation);
  const reader = await openTextReader(run);
  const options = { ...openOptions(run.experimentPath, context), splitRule: splitRuleOf(run.data) };
  const { texts } = await openSplitTexts(run.experiment, split, options);
  const byIndex = new Map<number, Float64Array>();
  let index = 0;
  for await (const { text, line, file } of texts) {
    const explanation = waiting.take(text, line, file);
    if (explanation) byIndex.set(index, tokenImportances(explanation, reader.read(text)));
    index++;
  }
  const left = waiting.first();
  if (left) {
    const what = left.text === undefined ? `line ${left.line} has` : 'the text is';
    const message = `${left.place}: ${what} none of the ${split} texts, or is explained more than once`;
    throw new UserError(message, `Give explanations of the ${split} texts, each as it is in the data.`);
  }
  if (byIndex.size === 0) throw new UserError(`${path}: there are no explanations`, 'Give one JSON object per line.');
  return { file: basename(path), byIndex };
}

/** Explanations whose sentences are not found yet. */
class Waiting {
  readonly #byText = new Map<string, GivenExplanation[]>();
  readonly #byLine = new Map<number, GivenExplanation[]>();
  #file: string | null = null;

  add(explanation: GivenExplanation): void {
    const { text, line } = explanation;
    if (text !== undefined) append(this.#byText, text, explanation);
    else append(this.#byLine, line!, explanation);
  }

  /** The explanation of a sentence. Errors: UserError where lines of several files would be meant. */
  take(text: string, line: number, file: string): GivenExplanation | undefined {
    const byLine = this.#byLine.get(line)?.[0];
    this.#file ??= file;
    if (byLine && file !== this.#file) {
      throw new UserError(`${byLine.place}: the texts come from several files`, 'Give each text in place of its line.');
    }
    return this.#byText.get(text)?.shift() ?? this.#byLine.get(line)?.shift();
  }

  first(): GivenExplanation | undefined {
    return [...this.#byText.values(), ...this.#byLine.values()].flat()[0];
  }
}

function append<K>(map: Map<K, GivenExplanation[]>, key: K, explanation: GivenExplanation): void {
  const list = map.get(key);
  if (list) list.push(explanation);
  else map.set(key, [explanation]);
}

import { UserError } from '../../common/userError.ts';
import { changedLines, type ChangedLine } from '../comparison/changedLines.ts';
import { evaluatedAlike } from '../comparison/comparable.ts';
import type { Explanation } from '../evaluation/explanation/explanation.ts';
import type { Example } from '../dataset/source.ts';
import { readDetails, readRun } from '../runs/readRun.ts';
import type { CompareNeuronsOptions } from './compareNeurons.ts';
import { openExplainer } from './explainer.ts';
import { sameTestTexts } from './sameTestTexts.ts';
import { withOverrides, withDevice } from './workflowContext.ts';

export interface ExplainChangesOptions extends CompareNeuronsOptions {
  /** How many texts to explain. */
  readonly lines: number;
}

/** A text whose prediction changed, with the explanations of both models. */
export interface ExplainedChange extends ChangedLine, Pick<Example, 'file' | 'line'> {
  readonly text: string;
  readonly before: Explanation;
  readonly after: Explanation;
}

/** How the predictions on the test split changed. */
export interface ExplainedChanges {
  readonly texts: number;
  /** All changes, the most confident ones first. */
  readonly changes: readonly ChangedLine[];
  /** The first of them, with explanations. */
  readonly explained: readonly ExplainedChange[];
}

/** Explains changed predictions. Errors: as `compareNeurons`, except that tokens and layers may differ; an aborted signal throws its reason. */
export async function explainChanges(options: ExplainChangesOptions): Promise<ExplainedChanges> {
  const [from, to] = evaluatedAlike([
    await readDetails(await readRun(options.from)),
    await readDetails(await readRun(options.to)),
  ]);
  const { run } = from!;
  const { labels } = from!.evaluation.predictions;
  const changes = changedLines(from!.evaluation.predictions, to!.evaluation.predictions);
  const chosen = changes.slice(0, options.lines);
  if (chosen.length === 0) return { texts: labels.length, changes, explained: [] };
  const texts = await sameTestTexts(run, to!.run, options);
  if (texts.length !== labels.length || texts.some(({ label }, i) => label !== run.classes[labels[i]!])) {
    throw new UserError(
      `the test texts are not those that run ${run.id} was evaluated on`,
      'Evaluate both runs again.',
    );
  }
  return withDevice(withOverrides(run.experiment, options), options, async (device) => {
    const explainAll = async (directory: string) => {
      const explainer = await openExplainer(device, directory);
      try {
        const explanations: Explanation[] = [];
        for (const { index } of chosen) {
          options.signal?.throwIfAborted();
          explanations.push(await explainer.explain(texts[index]!.text));
        }
        return explanations;
      } finally {
        await explainer.close();
      }
    };
    const [before, after] = [await explainAll(options.from), await explainAll(options.to)];
    const explained = chosen.map((change, i) => {
      const { text, file, line } = texts[change.index]!;
      return { ...change, text, file, line, before: before[i]!, after: after[i]! };
    });
    return { texts: texts.length, changes, explained };
  });
}

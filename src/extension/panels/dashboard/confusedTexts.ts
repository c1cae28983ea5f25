import { basename } from 'node:path';
import { counted, percent } from '../../../common/format.ts';
import { placeName } from '../../../common/placeName.ts';
import type { Predictions } from '../../../core/evaluation/evaluation.ts';
import type { Run } from '../../../core/runs/readRun.ts';
import { pickDataText, shortText, type TextItem } from '../../editor/pickDataText.ts';
import type { Studio } from '../../studio.ts';
import { testTexts } from '../neurons/neuronLines.ts';

/** A list of more texts is cut. */
const maxListed = 500;

interface Cell {
  /** Numbers of classes. */
  readonly label: number;
  readonly predicted: number;
}

/** Lists the test texts of a cell of the confusion matrix, the most confident prediction first, and opens those that the user chooses. */
export async function openConfusedTexts(studio: Studio, run: Run, { label, predicted }: Cell): Promise<void> {
  const { evaluation } = await studio.runs.details(run);
  if (!evaluation) return;
  const { classes } = evaluation.classification;
  const found = textsOf(evaluation.predictions, { label, predicted });
  await pickDataText(studio, {
    directory: run.directory,
    title: `${classes[label]!.name}, predicted ${classes[predicted]!.name}: ${counted(found.length, 'text')}`,
    placeHolder: found.length > maxListed ? `The ${maxListed} most confident` : 'The most confident first',
    items: async (signal) => {
      const listed = found.slice(0, maxListed);
      const texts = await testTexts(studio, run.directory, listed, signal);
      const byIndex = new Map(texts.map((text) => [text.index, text]));
      return listed.flatMap((index): TextItem[] => {
        const text = byIndex.get(index);
        if (!text) return [];
        const label = placeName(basename(text.file), text.line);
        const description = percent(evaluation.predictions.probabilities[index]);
        return [{ label, description, detail: shortText(text.text), text }];
      });
    },
  });
}

/** Numbers of the texts of a cell, the most confident prediction first. */
export function textsOf({ labels, predicted, probabilities }: Predictions, cell: Cell): number[] {
  const isOfCell = (index: number) => labels[index] === cell.label && predicted[index] === cell.predicted;
  return labels
    .map((_, index) => index)
    .filter(isOfCell)
    .sort((a, b) => probabilities[b]! - probabilities[a]!);
}

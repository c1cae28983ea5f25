import type { Studio } from '../studio.ts';
import { registerDataHover } from './dataHover.ts';
import { registerDataLines } from './dataLines.ts';
import { registerDatasetDocuments } from './datasetDocuments.ts';
import { registerOpenDataset } from './openDataset.ts';
import { registerPredictionHints } from './predictionHints.ts';
import { registerSimilarErrors } from './similarErrors.ts';
import { registerTokenShading } from './tokenShading.ts';
import { VisibleLines } from './visibleLines.ts';

/** Everything on the lines of data sets. */
export function registerDataEditor(studio: Studio): void {
  const visible = new VisibleLines(studio);
  studio.context.subscriptions.push(visible);
  registerDataLines(studio);
  registerDataHover(studio);
  registerTokenShading(studio, visible);
  registerPredictionHints(studio, visible);
  registerDatasetDocuments(studio);
  registerOpenDataset(studio);
  registerSimilarErrors(studio);
}

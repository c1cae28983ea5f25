import type { Scene } from '../panelBrowser.ts';
import { dashboardScenes } from './dashboard.ts';
import { compareScenes } from './compare.ts';
import { dataTableScenes } from './dataTable.ts';
import { neuronScenes } from './neurons.ts';
import { runTableScenes } from './runTable.ts';
import { sweepScenes } from './sweep.ts';

/** What the panels are tested with: all parts of each, and what is shown where there is nothing yet. */
export const scenes: readonly Scene[] = [
  ...dashboardScenes,
  ...neuronScenes,
  ...compareScenes,
  ...sweepScenes,
  ...runTableScenes,
  ...dataTableScenes,
];

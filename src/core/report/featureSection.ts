import type { Evaluation } from '../evaluation/evaluation.ts';
import { unitTable } from '../evaluation/features/unitTable.ts';
import { namedFeatures, type StoredFeatures } from '../runs/featureFiles.ts';
import { html, type Html } from './html.ts';
import { table } from './table.ts';

/** The neurons next to the features of sparse autoencoders; null without any. */
export function featureSection(evaluation: Evaluation | null, features: readonly StoredFeatures[]): Html | null {
  if (features.length === 0) return null;
  const { heads, rows } = unitTable(evaluation, features.map(namedFeatures));
  return html`<h3>Features of sparse autoencoders</h3>
    <p class="quiet">
      Trained on the activations of the run over its training texts, and measured like neurons on the test split, with
      the reconstruction in place of the activations; k: features that fire for a token, on average.
    </p>
    ${table(heads, rows)}`;
}

import type { ImportanceForm, ImportanceSite } from '../experiment/objective.ts';
import type { ModelShape } from './modelShape.ts';

/** Weights of the regularizers (docs/measures.md). The weight of the information loss changes per epoch, so it is in `Scalars`. */
export interface Regularizers {
  readonly importance: number;
  /** null: the interaction term is not computed in a training step; 0: only its value is. */
  readonly interaction: number | null;
  readonly importanceSite: ImportanceSite;
  /** The paper's projection where left out. */
  readonly importanceForm?: ImportanceForm | undefined;
  /** The blocks, from 0 and in ascending order, whose neurons enter L_imp at the site `ffn`; all where left out. */
  readonly importanceLayers?: readonly number[] | undefined;
  /** Those whose attention enters L_inter; all where left out. */
  readonly interactionLayers?: readonly number[] | undefined;
  /** Weight of the similarity loss, on the neurons of all blocks; 0 or left out: it is not computed. */
  readonly similarity?: number | undefined;
  /** Whether the information loss contributes to the gradient. */
  readonly information: boolean;
}

const allBlocks = ({ layers }: ModelShape) => Array.from({ length: layers }, (_, layer) => layer);

/** The blocks whose neurons enter L_imp; none at the site `embedding`. */
export function importanceBlocks(
  shape: ModelShape,
  { importanceSite, importanceLayers }: Pick<Regularizers, 'importanceSite' | 'importanceLayers'>,
): readonly number[] {
  return importanceSite === 'embedding' ? [] : (importanceLayers ?? allBlocks(shape));
}

/** The blocks whose attention enters L_inter. */
export function interactionBlocks(
  shape: ModelShape,
  { interactionLayers }: Pick<Regularizers, 'interactionLayers'>,
): readonly number[] {
  return interactionLayers ?? allBlocks(shape);
}

/** Whether a training step needs the last block's output for first tokens alone: not where its neurons enter a loss. */
export const readsFirstRows = (shape: ModelShape, regularizers: Regularizers) =>
  !regularizers.similarity && !importanceBlocks(shape, regularizers).includes(shape.layers - 1);

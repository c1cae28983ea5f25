import type { Evaluation } from './evaluation.ts';

/** Says that an evaluation lacks the measures that rank tokens by the mask, and why; null where it has them. */
export function noMaskNote({ eraser }: Pick<Evaluation, 'eraser'>): string | null {
  return eraser === null ? 'the model has no mask, so SRS_imp, SRS and AOPC are left out' : null;
}

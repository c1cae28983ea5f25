import { objective } from '../experiment/objective.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { ModelShape } from './modelShape.ts';

/** The model an experiment asks for, once its data are known: words of the vocabulary and classes. */
export function modelShape({ model, safr }: Experiment, vocabulary: number, classes: number): ModelShape {
  const { width, heads, layers, feedForward, maxLength, dropout } = model;
  const maskHidden = objective(safr).mask ? model.maskHidden : null;
  return { vocabulary, classes, width, heads, layers, feedForward, maskHidden, maxLength, dropout };
}

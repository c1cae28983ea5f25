import type { ModelShape } from './modelShape.ts';

/** Input [rows] of a pretrained model's batches: 1, of special tokens 0, which the regularizers leave out. */
export const content = 'content';

/** What the interaction loss needs to leave special tokens out. */
export const contentInput = ({ pretrained }: ModelShape) => (pretrained ? { content } : {});

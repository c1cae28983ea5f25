import type { Row } from '../../core/dataset/reading/readRows.ts';
import type { ExplainedText } from '../../core/evaluation/explanation/explainTexts.ts';

/** A row of a file with its explanation. */
export interface ExplainedRow extends ExplainedText {
  readonly row: Row;
}

import type { StoredEvaluation } from '../../core/runs/evaluationFile.ts';
import { evaluationTable } from './evaluationTable.ts';
import { rationaleLines } from './rationaleTable.ts';
import { rivalLines } from './rivalTable.ts';
import { sliceLines } from './sliceTable.ts';
import { featureLines } from './unitLines.ts';

/** All that an evaluation of a run has measured. `directory`: of the run. */
export async function evaluationLines(directory: string, evaluation: StoredEvaluation): Promise<string[]> {
  return [
    ...evaluationTable(evaluation),
    ...rivalLines(evaluation),
    ...rationaleLines(evaluation),
    ...sliceLines(evaluation),
    ...(await featureLines(directory, evaluation)),
  ];
}

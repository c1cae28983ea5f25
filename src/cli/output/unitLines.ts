import type { Evaluation } from '../../core/evaluation/evaluation.ts';
import { unitTable } from '../../core/evaluation/features/unitTable.ts';
import { currentFeatures, namedFeatures, type StoredFeatures } from '../../core/runs/featureFiles.ts';
import type { StoredEvaluation } from '../../core/runs/evaluationFile.ts';
import { colors } from './colors.ts';
import { table } from './table.ts';

/** The neurons of an evaluation on the test split next to the features of the run's autoencoders; empty without any. */
export async function featureLines(directory: string, evaluation: StoredEvaluation): Promise<string[]> {
  if (evaluation.split !== 'test' || evaluation.otherData) return [];
  const { stored } = await currentFeatures(directory);
  return stored.length === 0 ? [] : ['', ...unitLines(evaluation, stored)];
}

/** A column for the neurons of a run, if it is evaluated, and one for each of its autoencoders; empty without any. */
export function unitLines(evaluation: Evaluation | null, features: readonly StoredFeatures[]): string[] {
  if (features.length === 0) return [];
  const { heads, rows } = unitTable(evaluation, features.map(namedFeatures));
  return table(rows, `l${'r'.repeat(heads.length - 1)}`, { header: heads.map(colors.bold) });
}

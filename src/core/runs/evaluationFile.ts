import { join } from 'node:path';
import * as z from 'zod';
import type { Evaluation, Predictions } from '../evaluation/evaluation.ts';
import { atomicWrite } from '../../common/atomicWrite.ts';
import { runFiles } from './runFiles.ts';

export const evaluatedSplits = ['test', 'dev'] as const;
export type EvaluatedSplit = (typeof evaluatedSplits)[number];

/** What `evaluation.json` holds. */
export interface StoredEvaluation extends Evaluation {
  readonly split: EvaluatedSplit;
  /** What the device said of itself. */
  readonly device: string;
}

/** The test split's evaluation is the run's; that of the dev split stands beside it. */
export function evaluationPath(directory: string, split: EvaluatedSplit): string {
  return join(directory, split === 'test' ? runFiles.evaluation : 'evaluation.dev.json');
}

/** Errors: UserError as `atomicWrite`. */
export async function storeEvaluation(directory: string, evaluation: StoredEvaluation): Promise<void> {
  await atomicWrite(evaluationPath(directory, evaluation.split), `${JSON.stringify(evaluation)}\n`);
}

const random = z.object({ mean: z.number(), deviation: z.number().nullable() });
const srsValue = z.object({ srs: z.number(), random: random.nullable() }).nullable();
const ranking = z.object({ averagePrecision: z.number() }).nullable();
const summarySchema = z.object({
  classification: z.object({ accuracy: z.number() }),
  srs: z.object({
    headline: z.number(),
    curve: z.array(z.object({ k: z.number(), imp: srsValue, inter: srsValue, both: srsValue })),
  }),
  neurons: z.object({
    perInput: z.object({ unused: z.number(), monosemanticShare: z.number().nullable() }),
    corpus: z.object({ monosemantic: z.number() }),
  }),
  planted: z.object({ words: ranking, pairs: ranking, owners: z.object({ share: z.number() }) }).nullish(),
});

/** The figures of an evaluation that a list of runs shows. */
export type EvaluationSummary = z.output<typeof summarySchema>;

/** Of a run's `evaluation`; null where there is none, or it is of another version. */
export function summaryOf(evaluation: unknown): EvaluationSummary | null {
  return summarySchema.safeParse(evaluation).data ?? null;
}

const predictionsSchema = z.object({
  predictions: z.object({ labels: z.array(z.int()), predicted: z.array(z.int()) }),
});

/** Class numbers, true and predicted, of every text of the split; null as above. */
export function predictionsOf(evaluation: unknown): Pick<Predictions, 'labels' | 'predicted'> | null {
  return predictionsSchema.safeParse(evaluation).data?.predictions ?? null;
}

import type { Finding } from '../dataset/reading/finding.ts';
import type { DataSummary } from '../dataset/summary/dataSummary.ts';
import type { SourceFile } from '../dataset/source.ts';
import type { EvaluationProgress } from '../evaluation/stages.ts';
import type { TrainingEvent } from '../training/trainingEvent.ts';

/** An event of a running workflow, as plain data. */
export type WorkflowEvent =
  | { readonly kind: 'download'; readonly received: number; readonly total: number }
  | { readonly kind: 'read'; readonly texts: number }
  /** The data have been read. */
  | {
      readonly kind: 'data';
      readonly summary: DataSummary;
      readonly files: readonly SourceFile[];
      /** Its warnings are in the summary as well. */
      readonly findings: readonly Finding[];
    }
  /** What the result must not be mistaken for. */
  | { readonly kind: 'warning'; readonly message: string }
  | { readonly kind: 'device'; readonly name: string; readonly description: string }
  /** The device that `auto` chose has failed; the run continues on another one. */
  | { readonly kind: 'fallback'; readonly device: string; readonly reason: string }
  /** The run directory exists; `resumed`: it existed before. */
  | { readonly kind: 'run'; readonly id: string; readonly directory: string; readonly resumed: boolean }
  | TrainingEvent
  /** Sentences of a task, or of one stage of an evaluation; `share` is that of all stages. */
  | ({ readonly kind: 'measured'; readonly sentences: number; readonly of: number } & Partial<
      Pick<EvaluationProgress, 'stage' | 'share'>
    >);

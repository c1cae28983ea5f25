import { valueOf, type EvaluationSummary } from '../../core/runs/evaluationSummary.ts';
import { epochsOf, type Run } from '../../core/runs/readRun.ts';

/** The figures of a run that lines and lists show. */
export interface RunFigures {
  /** Whole epochs. */
  readonly epochs: number;
  /** Best dev accuracy; null before the first epoch. */
  readonly dev: number | null;
  /** What the test found; null before it. */
  readonly test: TestFigures | null;
}

export interface TestFigures {
  readonly accuracy: number;
  /** At its headline fraction; `inter` where a model without a mask has no other. */
  readonly srs: { readonly name: string; readonly k: number; readonly value: number; readonly random: number | null };
  /** Among the neurons that a text uses; null where no neuron is used. */
  readonly monosemantic: number | null;
  /** Among all neurons. */
  readonly monosemanticOverCorpus: number | null;
}

export function runFigures({ lastEpoch, record, summary }: Run): RunFigures {
  return {
    epochs: epochsOf({ lastEpoch }),
    dev: record.best?.accuracy ?? null,
    test: summary && testFigures(summary),
  };
}

function testFigures(summary: EvaluationSummary): TestFigures | null {
  const accuracy = valueOf(summary, 'accuracy');
  const isMasked = valueOf(summary, 'srs') !== null;
  const value = valueOf(summary, isMasked ? 'srs' : 'srsInter');
  if (accuracy === null || value === null) return null;
  const random = valueOf(summary, isMasked ? 'srsRandom' : 'srsInterRandom');
  return {
    accuracy,
    srs: { name: isMasked ? 'SRS' : 'SRS_inter', k: summary.headline, value, random },
    monosemantic: valueOf(summary, 'monosemanticShare'),
    monosemanticOverCorpus: valueOf(summary, 'monosemanticNeurons'),
  };
}

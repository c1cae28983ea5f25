import type { Run } from '../../core/runs/readRun.ts';
import { summaryOf } from '../../core/runs/evaluationFile.ts';

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
  /** null where no neuron is used. */
  readonly monosemantic: number | null;
}

export function runFigures({ metrics, record, evaluation }: Run): RunFigures {
  return {
    epochs: metrics.filter(({ kind }) => kind === 'epoch').length,
    dev: record.best?.accuracy ?? null,
    test: testFigures(evaluation),
  };
}

function testFigures(evaluation: unknown): TestFigures | null {
  const summary = summaryOf(evaluation);
  const point = summary?.srs.curve.find(({ k }) => k === summary.srs.headline);
  const value = point?.both ?? point?.inter;
  if (!summary || !point || !value) return null;
  const name = point.both ? 'SRS' : 'SRS_inter';
  return {
    accuracy: summary.classification.accuracy,
    srs: { name, k: point.k, value: value.srs, random: value.random?.mean ?? null },
    monosemantic: summary.neurons.perInput.monosemanticShare,
  };
}

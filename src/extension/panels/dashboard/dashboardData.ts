import { dataTable } from '../../../core/dataset/summary/describeData.ts';
import { rankingLabel, type RivalMethod } from '../../../core/evaluation/methodTally.ts';
import { rationaleTables } from '../../../core/evaluation/rationaleTables.ts';
import { rivalTables } from '../../../core/evaluation/rivalTables.ts';
import { sliceTable } from '../../../core/evaluation/sliceTable.ts';
import type { StoredEvaluation } from '../../../core/runs/evaluationFile.ts';
import { valueOf } from '../../../core/runs/evaluationSummary.ts';
import type { Metrics } from '../../../core/runs/metrics.ts';
import { epochsOf, type DetailedRun, type Run } from '../../../core/runs/readRun.ts';
import { figuresOf } from './figures.ts';
import { summaryOf } from './summary.ts';
import type {
  Confusion,
  EvaluationView,
  NeuronsPerText,
  Rival,
  RunCurves,
  RunItem,
} from '../../../protocol/dashboard.ts';

/** A matrix of more classes is too large to be read. */
const maxConfusedClasses = 30;

/** What is drawn of a run. */
export function curvesOf(run: DetailedRun): RunCurves {
  const lines = run.metrics;
  const epochs = lines.filter((line) => line.kind === 'epoch');
  return {
    directory: run.directory,
    steps: {
      step: lines.map(({ step }) => step),
      crossEntropy: lossColumn(lines, 'crossEntropy'),
      importance: lossColumn(lines, 'importance'),
      interaction: lossColumn(lines, 'interaction'),
      ...(lines.some(({ losses }) => losses.similarity !== undefined) && {
        similarity: lossColumn(lines, 'similarity'),
      }),
    },
    epochs: {
      epoch: epochs.map(({ epoch }) => epoch),
      trainAccuracy: epochs.map(({ trainAccuracy }) => trainAccuracy),
      devAccuracy: epochs.map(({ devAccuracy }) => devAccuracy),
      devMacroF1: epochs.map(({ devMacroF1 }) => devMacroF1),
      devSrs: epochs.map(({ devSrs }) => devSrs),
      monosemantic: epochs.map(({ neurons }) => neurons?.monosemantic ?? null),
      polysemantic: epochs.map(({ neurons }) => neurons?.polysemantic ?? null),
      dead: epochs.map(({ neurons }) => neurons?.dead ?? null),
    },
    bestEpoch: run.record.best?.epoch ?? null,
    monitor: run.experiment.training.monitor,
    devSample: run.experiment.training.devSample,
    isTrained: run.experiment.model.trainable !== 'none',
    evaluation: run.evaluation && evaluationView(run.evaluation),
    data: run.data?.summary ? dataTable(run.data.summary) : null,
    device: run.record.device,
    seconds: lines.at(-1)?.seconds ?? 0,
  };
}

/** A run as the list shows it. */
export function itemOf(run: Run, slot: number | null, name: string): RunItem {
  const { summary } = run;
  return {
    directory: run.directory,
    id: run.id,
    name,
    tags: run.notes.tags,
    started: run.record.started,
    status: run.status,
    reason: run.record.reason,
    epochs: epochsOf(run),
    accuracy: summary ? valueOf(summary, 'accuracy') : (run.record.best?.accuracy ?? null),
    accuracySplit: summary ? 'test' : 'dev',
    srs: summary && valueOf(summary, 'srs'),
    evaluated: summary !== null,
    canResume: run.hasCheckpoint && ['stopped', 'interrupted', 'failed'].includes(run.status),
    canExplain: run.hasWeights,
    slot,
  };
}

function evaluationView(evaluation: StoredEvaluation): EvaluationView {
  const { sentences, srs } = evaluation;
  return {
    sentences,
    summary: summaryOf(evaluation),
    confusion: confusionOf(evaluation),
    figures: figuresOf(evaluation),
    neuronsPerText: perTextOf(evaluation),
    headline: srs.headline,
    curve: [...srs.curve],
    rivals: evaluation.rivals?.methods.map(rivalView) ?? null,
    rivalTables: rivalTables(evaluation),
    rationales: rationaleTables(evaluation),
    slices: sliceTable(evaluation),
  };
}

function perTextOf({ neurons: { perInput } }: StoredEvaluation): NeuronsPerText {
  const { monosemantic, polysemantic, unused } = perInput;
  return { monosemantic, polysemantic, unused };
}

function confusionOf({ classification: { classes, confusion } }: StoredEvaluation): Confusion | null {
  return classes.length > maxConfusedClasses ? null : { classes: classes.map(({ name }) => name), counts: confusion };
}

function rivalView({ curve, ...method }: RivalMethod): Rival {
  return { name: rankingLabel(method), curve: [...curve] };
}

/** A loss over the steps, or over the epochs where the lines of steps do not have it: short epochs, L_inter with λ_inter 0. */
function lossColumn(lines: readonly Metrics[], loss: keyof Metrics['losses']): (number | null)[] {
  const inSteps = lines.some(({ kind, losses }) => kind === 'step' && (losses[loss] ?? null) !== null);
  return lines.map(({ kind, losses }) => (inSteps === (kind === 'step') ? (losses[loss] ?? null) : null));
}

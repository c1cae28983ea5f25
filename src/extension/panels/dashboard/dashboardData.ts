import * as z from 'zod';
import { rankingWords } from '../../../core/evaluation/attribution/rankingNames.ts';
import { causalForm } from '../../../core/evaluation/causalForm.ts';
import { rivalForm, type ShownRivals } from '../../../core/evaluation/rivalForm.ts';
import type { EpochMetrics, StepMetrics } from '../../../core/runs/metrics.ts';
import type { Run } from '../../../core/runs/readRun.ts';
import type { EvaluationView, Rival, RunCurves, RunItem } from '../../../protocol/dashboard.ts';

/** What is drawn of a run. */
export function curvesOf(run: Run): RunCurves {
  const lines = run.metrics;
  const epochs = lines.filter((line) => line.kind === 'epoch');
  const told = lines.filter(({ kind }) => kind === 'step');
  const steps = told.length > 0 ? told : epochs; // a short epoch has no lines but its own
  return {
    directory: run.directory,
    steps: {
      step: steps.map(({ step }) => step),
      crossEntropy: lossColumn(steps, 'crossEntropy'),
      importance: lossColumn(steps, 'importance'),
      interaction: lossColumn(steps, 'interaction'),
    },
    epochs: {
      epoch: epochs.map(({ epoch }) => epoch),
      trainAccuracy: epochs.map(({ trainAccuracy }) => trainAccuracy),
      devAccuracy: epochs.map(({ devAccuracy }) => devAccuracy),
      devSrs: epochs.map(({ devSrs }) => devSrs),
      monosemantic: epochs.map(({ neurons }) => neurons?.monosemantic ?? null),
      polysemantic: epochs.map(({ neurons }) => neurons?.polysemantic ?? null),
      dead: epochs.map(({ neurons }) => neurons?.dead ?? null),
    },
    bestEpoch: run.record.best?.epoch ?? null,
    devSample: run.experiment.training.devSample,
    evaluation: evaluationOf(run),
    device: run.record.device,
    seconds: lines.at(-1)?.seconds ?? 0,
  };
}

/** A run as the list shows it. */
export function itemOf(run: Run, slot: number | null, variant: string): RunItem {
  const evaluation = evaluationOf(run);
  return {
    directory: run.directory,
    id: run.id,
    started: run.record.started,
    status: run.status,
    reason: run.record.reason,
    epochs: run.metrics.filter(({ kind }) => kind === 'epoch').length,
    accuracy: evaluation?.accuracy ?? run.record.best?.accuracy ?? null,
    accuracySplit: evaluation ? 'test' : 'dev',
    srs: evaluation?.curve.find(({ k }) => k === evaluation.headline)?.both?.srs ?? null,
    evaluated: evaluation !== null,
    canResume: run.hasCheckpoint && ['stopped', 'interrupted', 'failed'].includes(run.status),
    canExplain: run.hasWeights,
    slot,
    variant,
  };
}

const srsValue = z
  .object({ srs: z.number(), random: z.object({ mean: z.number(), deviation: z.number().nullable() }).nullable() })
  .nullable();

/** The figures of `StoredEvaluation` that the dashboard shows; its columns over sentences and neurons are left alone. */
const stored = z.object({
  split: z.enum(['test', 'dev']),
  sentences: z.int(),
  classification: z.object({ accuracy: z.number(), classes: z.array(z.object({ f1: z.number().nullable() })) }),
  srs: z.object({
    headline: z.number(),
    curve: z.array(z.object({ k: z.number(), imp: srsValue, inter: srsValue, both: srsValue })),
  }),
  neurons: z.object({
    perInput: z.object({ monosemanticShare: z.number().nullable() }),
    corpus: z.object({ monosemantic: z.number(), dead: z.number() }),
  }),
  causal: causalForm.optional(),
  rivals: rivalForm.optional(),
});

const evaluations = new WeakMap<Run, EvaluationView | null>();

/** null where there is none, or it is of another version. */
function evaluationOf(run: Run): EvaluationView | null {
  const known = evaluations.get(run);
  if (known !== undefined) return known;
  const { data } = stored.safeParse(run.evaluation);
  const view = data ? evaluationView(data) : null;
  evaluations.set(run, view);
  return view;
}

function evaluationView(evaluation: z.output<typeof stored>): EvaluationView {
  const { split, sentences, classification, srs, neurons, causal, rivals } = evaluation;
  return {
    split,
    sentences,
    accuracy: classification.accuracy,
    macroF1: meanOf(classification.classes.flatMap(({ f1 }) => f1 ?? [])),
    headline: srs.headline,
    curve: srs.curve,
    monosemanticPerInput: neurons.perInput.monosemanticShare,
    monosemanticOfCorpus: neurons.corpus.monosemantic,
    deadOfCorpus: neurons.corpus.dead,
    causal: causal ? { monosemantic: causal.monosemantic, polysemantic: causal.polysemantic } : null,
    rivals: rivals?.methods.map(rivalView) ?? null,
  };
}

function rivalView({ name, eraser, ...rest }: ShownRivals['methods'][number]): Rival {
  const { aopc_compr: comprehensiveness = null, aopc_suff: sufficiency = null } = eraser ?? {};
  return { ...rest, name: rankingWords[name], comprehensiveness, sufficiency };
}

function lossColumn(lines: readonly (StepMetrics | EpochMetrics)[], loss: keyof StepMetrics['losses']): number[] {
  return lines.map(({ losses }) => losses[loss]);
}

const meanOf = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

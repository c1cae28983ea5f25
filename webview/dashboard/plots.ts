import type { RemovalKind, Rival, RunCurves, SrsPoint } from '../../src/protocol/dashboard.ts';
import type { Line, Plot, PlotPoint } from '../shared/plot.ts';

/** A run that is drawn. */
export interface ShownRun {
  readonly slot: number;
  /** Its name, as in the list. */
  readonly label: string;
  readonly curves: RunCurves;
}

export type Loss = 'crossEntropy' | 'importance' | 'interaction' | 'similarity';
export type NeuronShare = 'monosemantic' | 'polysemantic' | 'dead';

export function lossPlot(runs: readonly ShownRun[], loss: Loss): Plot {
  const lines = runs.flatMap((run): Line[] => {
    const values = run.curves.steps[loss];
    return values ? [line(run, points(run.curves.steps.step, values))] : [];
  });
  return { lines };
}

/** In percent: the dev split, with the best epoch marked if accuracy decides on it; dashed, the training split. */
export function accuracyPlot(runs: readonly ShownRun[]): Plot {
  const lines = runs.flatMap((run): Line[] => {
    const { epochs } = run.curves;
    const dev = line(run, points(epochs.epoch, epochs.devAccuracy, 100), 'dev');
    const train = line(run, points(epochs.epoch, epochs.trainAccuracy, 100), 'train');
    return [
      { ...dev, marked: markedEpoch(run, 'accuracy') },
      { ...train, dashed: true },
    ];
  });
  return { lines };
}

/** In percent: the dev split, with the best epoch marked if macro F1 decides on it. */
export function macroF1Plot(runs: readonly ShownRun[]): Plot {
  const lines = runs.map((run): Line => {
    const { epochs } = run.curves;
    return { ...line(run, points(epochs.epoch, epochs.devMacroF1, 100)), marked: markedEpoch(run, 'macroF1') };
  });
  return { lines };
}

function markedEpoch({ curves }: ShownRun, monitor: RunCurves['monitor']): number | undefined {
  return curves.monitor === monitor ? (curves.bestEpoch ?? undefined) : undefined;
}

/** SRS(0.3) of the dev sample. */
export function devSrsPlot(runs: readonly ShownRun[]): Plot {
  return { lines: runs.map((run) => line(run, points(run.curves.epochs.epoch, run.curves.epochs.devSrs))) };
}

/** The neurons of a run by what they are over the corpus, in percent of all, on top of each other. */
export function neuronPlot({ curves: { epochs } }: ShownRun): Plot {
  const area = (share: NeuronShare, slot: number): Line => ({
    ...{ label: share, slot, dashed: false, isMuted: share === 'dead' },
    points: points(epochs.epoch, epochs[share], 100),
  });
  return { isStacked: true, lines: [area('monosemantic', 0), area('polysemantic', 3), area('dead', 0)] };
}

/** Each run's SRS(k) of one kind; dashed, with a band, the random removal of as much. All kinds share one range of y. */
export function srsPlot(runs: readonly ShownRun[], kind: RemovalKind): Plot {
  const lines = runs.flatMap((run) => {
    const curve = run.curves.evaluation?.curve ?? [];
    const own = curve.flatMap(({ k, [kind]: value }) => (value ? { x: k, y: value.srs } : []));
    const random = curve.flatMap(({ k, [kind]: value }) =>
      value?.random ? { x: k, y: value.random.mean, deviation: value.random.deviation ?? undefined } : [],
    );
    return [line(run, own), { ...line(run, random, 'random'), dashed: true }].filter(({ points }) => points.length > 0);
  });
  return { lines, yRange: srsRange(runs) };
}

/** SRS_imp(k) of one run, one line per ranking of the tokens. */
export function rivalPlot(rivals: readonly Rival[]): Plot {
  return {
    lines: rivals.map(({ name, curve }, slot) => ({
      label: name,
      slot,
      dashed: false,
      points: curve.map(({ k, srs, deviation }) => ({ x: k, y: srs, deviation: deviation ?? undefined })),
    })),
  };
}

function srsRange(runs: readonly ShownRun[]): [number, number] | undefined {
  const values = runs.flatMap(({ curves }) => curves.evaluation?.curve.flatMap(valuesOf) ?? []);
  return values.length === 0 ? undefined : [Math.min(...values), Math.max(...values)];
}

function valuesOf({ imp, inter, both }: SrsPoint): number[] {
  return [imp, inter, both].flatMap((value) => {
    if (!value) return [];
    const { mean, deviation } = value.random ?? { mean: value.srs, deviation: null };
    return [value.srs, mean - (deviation ?? 0), mean + (deviation ?? 0)];
  });
}

function line({ slot, label }: ShownRun, points: readonly PlotPoint[], suffix = ''): Line {
  return { label: suffix ? `${label}, ${suffix}` : label, slot, dashed: false, points };
}

/** The points of two columns; gaps are left out. */
function points(xs: readonly number[], ys: readonly (number | null)[], scale = 1): PlotPoint[] {
  return xs.flatMap((x, i) => {
    const y = ys[i];
    return y == null ? [] : { x, y: scale * y };
  });
}

import { removalKinds, type RemovalKind } from '../../src/protocol/dashboard.ts';
import type { CardForm } from '../shared/ChartCard.tsx';
import type { Plot } from '../shared/plot.ts';
import { accuracyPlot, devSrsPlot, lossPlot, macroF1Plot, srsPlot, type Loss, type ShownRun } from './plots.ts';
import { whyNoDevSrs, whyNoEpochs, whyNoMacroF1, whyNoSrs, whyNoSteps } from './whyEmpty.ts';

interface ChartPlan {
  readonly form: CardForm;
  readonly plot: (runs: readonly ShownRun[]) => Plot;
  readonly whyEmpty: (runs: readonly ShownRun[]) => string;
  /** Always shown where left out. */
  readonly isShown?: (runs: readonly ShownRun[]) => boolean;
}

/** A section of charts, the same for all runs. */
export interface SectionPlan {
  readonly id: string;
  readonly title: string;
  readonly remark: string;
  readonly charts: readonly ChartPlan[];
}

const losses: Readonly<Record<Loss, readonly [title: string, key: string]>> = {
  crossEntropy: ['Cross-entropy (nats)', 'of the right class'],
  importance: ['L_imp (unweighted)', 'interference between kept tokens'],
  interaction: ['L_inter (unweighted)', 'attention that correlated tokens lack; with λ_inter 0: on dev, per epoch'],
  similarity: ['L_sim (unweighted)', 'share of pairs of tokens of a neuron that are different words'],
};
const removals: Readonly<Record<RemovalKind, readonly [title: string, key: string]>> = {
  imp: ['SRS_imp(k) (points)', 'words removed; dashed: at random'],
  inter: ['SRS_inter(k) (points)', 'pairs cut; dashed: at random'],
  both: ['SRS(k) (points)', 'both; dashed: at random'],
};
const lossCharts = keysOf(losses).map((loss): ChartPlan => {
  const [title, key] = losses[loss];
  return {
    form: { name: `loss-${loss}`, title, key, xTitle: 'step', wholeX: true, yTitle: title.replace(/ .*/, '') },
    plot: (runs) => lossPlot(runs, loss),
    whyEmpty: whyNoSteps,
    ...(loss === 'similarity' && { isShown: (runs) => runs.some(({ curves }) => curves.steps.similarity) }),
  };
});

const accuracyChart: ChartPlan = {
  form: {
    name: 'accuracy',
    title: 'Accuracy (%)',
    xTitle: 'epoch',
    wholeX: true,
    yTitle: 'accuracy, %',
    key: 'dev; dashed: training; ring: best epoch by accuracy',
  },
  plot: accuracyPlot,
  whyEmpty: whyNoEpochs,
};

const macroF1Chart: ChartPlan = {
  form: {
    name: 'macro-f1',
    title: 'Macro F1 (%)',
    xTitle: 'epoch',
    wholeX: true,
    yTitle: 'macro F1, %',
    key: 'dev; ring: best epoch by macro F1',
  },
  plot: macroF1Plot,
  whyEmpty: whyNoMacroF1,
};

const devSrsChart: ChartPlan = {
  form: {
    name: 'dev-srs',
    title: 'Dev SRS(0.3) (points)',
    xTitle: 'epoch',
    wholeX: true,
    yTitle: 'accuracy lost, points',
    key: 'of the dev sample, after each epoch',
  },
  plot: devSrsPlot,
  whyEmpty: whyNoDevSrs,
};

const srsCharts = removalKinds.map((kind): ChartPlan => {
  const [title, key] = removals[kind];
  return {
    form: { name: `srs-${kind}`, title, xTitle: 'fraction k', wholeX: false, yTitle: 'accuracy lost, points', key },
    plot: (runs) => srsPlot(runs, kind),
    whyEmpty: whyNoSrs,
  };
});

export const training: SectionPlan = {
  id: 'training',
  title: 'Training',
  remark: 'losses: means since the point before; drag over a chart to zoom',
  charts: [...lossCharts, accuracyChart, macroF1Chart],
};

export const srs: SectionPlan = {
  id: 'srs',
  title: 'SRS',
  remark: 'accuracy lost without the most important words and pairs; band: deviation over seeds',
  charts: [devSrsChart, ...srsCharts],
};

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(record) as K[];
}

import { decimals, grouped, percent, signed } from '../../common/format.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import type { FeatureEvaluation } from '../evaluation/features/measureFeatures.ts';
import { measureDeviation, measureValue } from '../evaluation/measureValue.ts';
import { labelOf, measure, valueText, type MeasureId } from '../experiment/measures.ts';
import { featuresName, type StoredFeatures } from './featureFiles.ts';

/** Measures that neurons and features have in common, in the order of the table. */
const shared = [
  'usedPerInput',
  'monosemanticShare',
  'monosemanticNeurons',
  'deadNeurons',
  'purity',
  'monosemanticOff',
  'monosemanticOffRandom',
  'polysemanticOff',
  'polysemanticOffRandom',
] as const satisfies readonly MeasureId[];

/** A table of text: a heading for each column, then a label and a cell for each column in every row. */
export interface UnitTable {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface Column {
  readonly head: string;
  readonly measures: {
    readonly neurons: Pick<Evaluation['neurons'], 'perInput' | 'corpus' | 'layers'>;
    readonly causal?: Evaluation['causal'];
  };
  /** null for neurons. */
  readonly own: StoredFeatures | null;
}

/** The neurons of a run, if it is evaluated, next to the features of its autoencoders: the same measures of both. */
export function unitTable(evaluation: Evaluation | null, features: readonly StoredFeatures[]): UnitTable {
  const columns: readonly Column[] = [
    ...(evaluation ? [{ head: 'neurons', measures: evaluation, own: null }] : []),
    ...features.map((stored) => ({
      head: featuresName(stored),
      measures: asNeurons(stored.evaluation),
      own: stored,
    })),
  ];
  const ofFeatures = (label: string, text: (stored: StoredFeatures) => string) => [
    label,
    ...columns.map(({ own }) => (own ? text(own) : '')),
  ];
  return {
    heads: ['', ...columns.map(({ head }) => head)],
    rows: [
      [
        'units',
        ...columns.map(({ measures: { neurons } }) =>
          grouped(neurons.layers.reduce((sum, { corpus }) => sum + corpus.neurons.length, 0)),
        ),
      ],
      ofFeatures('active per token', ({ evaluation: { activePerToken } }) => decimals(activePerToken, 1)),
      ...shared.map((id) => {
        const row = measure(id);
        const { unit } = row;
        const cells = columns.map(({ measures }) => {
          const deviation = measureDeviation(measures, row, 0);
          const value = valueText(row, measureValue(measures, row, 0));
          return deviation === null ? value : `${value} ± ${decimals(deviation, 1)}`;
        });
        return [`${labelOf(row, null)}${unit === '' ? '' : `, ${unit}`}`, ...cells];
      }),
      ofFeatures('variance unexplained', ({ evaluation: { unexplained } }) => percent(unexplained)),
      ofFeatures(
        'accuracy with the reconstruction',
        ({ evaluation: { accuracy, reconstruction } }) =>
          `${percent(accuracy + reconstruction.accuracy / 100)} (${signed(reconstruction.accuracy, 1)})`,
      ),
      ofFeatures('predictions that it flips', ({ evaluation: { reconstruction } }) => percent(reconstruction.flips)),
    ],
  };
}

/** The parts of an evaluation that describe its neurons, with features as the neurons of one layer. */
function asNeurons({ perInput, corpus, causal }: FeatureEvaluation): Column['measures'] {
  const layers = [{ perInput, corpus }];
  return { neurons: { perInput, corpus, layers }, causal };
}

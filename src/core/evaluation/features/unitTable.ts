import { decimals, grouped, percent, signed } from '../../../common/format.ts';
import { labelOf, measure, valueText, type MeasureId } from '../../experiment/measures.ts';
import type { Evaluation } from '../evaluation.ts';
import { measureDeviation, measureValue } from '../measureValue.ts';
import type { FeatureEvaluation } from './measureFeatures.ts';

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

/** The features of an autoencoder. */
export interface NamedFeatures {
  readonly name: string;
  readonly evaluation: FeatureEvaluation;
}

interface Column {
  readonly head: string;
  readonly measures: {
    readonly neurons: Pick<Evaluation['neurons'], 'perInput' | 'corpus' | 'layers'>;
    readonly causal?: Evaluation['causal'];
  };
  /** null for neurons. */
  readonly features: FeatureEvaluation | null;
}

/** The neurons of a run, if it is evaluated, next to the features of its autoencoders: the same measures of both. */
export function unitTable(evaluation: Evaluation | null, autoencoders: readonly NamedFeatures[]): UnitTable {
  const columns: readonly Column[] = [
    ...(evaluation ? [{ head: 'neurons', measures: evaluation, features: null }] : []),
    ...autoencoders.map(({ name, evaluation: features }) => ({ head: name, measures: asNeurons(features), features })),
  ];
  const row = (label: string, cell: (column: Column) => string) => [label, ...columns.map(cell)];
  const ofFeatures = (label: string, text: (features: FeatureEvaluation) => string) =>
    row(label, ({ features }) => (features ? text(features) : ''));
  return {
    heads: ['', ...columns.map(({ head }) => head)],
    rows: [
      row('units', ({ measures: { neurons } }) =>
        grouped(neurons.layers.reduce((sum, { corpus }) => sum + corpus.neurons.length, 0)),
      ),
      ofFeatures('active per token', ({ activePerToken }) => decimals(activePerToken, 1)),
      ...shared.map((id) => row(labelWithUnit(id), ({ measures }) => measureText(measures, id))),
      ofFeatures('variance unexplained', ({ unexplained }) => percent(unexplained)),
      ofFeatures(
        'accuracy with the reconstruction',
        ({ accuracy, reconstruction }) =>
          `${percent(accuracy + reconstruction.accuracy / 100)} (${signed(reconstruction.accuracy, 1)})`,
      ),
      ofFeatures('predictions that it flips', ({ reconstruction }) => percent(reconstruction.flips)),
    ],
  };
}

function labelWithUnit(id: MeasureId): string {
  const shown = measure(id);
  return `${labelOf(shown, null)}${shown.unit === '' ? '' : `, ${shown.unit}`}`;
}

function measureText(measures: Column['measures'], id: MeasureId): string {
  const shown = measure(id);
  const deviation = measureDeviation(measures, shown, 0);
  const value = valueText(shown, measureValue(measures, shown, 0));
  return deviation === null ? value : `${value} ± ${decimals(deviation, 1)}`;
}

/** The parts of an evaluation that describe its neurons, with features as the neurons of one layer. */
function asNeurons({ perInput, corpus, causal }: FeatureEvaluation): Column['measures'] {
  const layers = [{ perInput, corpus }];
  return { neurons: { perInput, corpus, layers }, causal };
}

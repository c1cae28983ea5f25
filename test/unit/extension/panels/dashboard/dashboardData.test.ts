import { describe, expect, it } from 'vitest';
import type { Metrics } from '../../../../../src/core/runs/metrics.ts';
import { curvesOf, itemOf } from '../../../../../src/extension/panels/dashboard/dashboardData.ts';
import { figuresOf } from '../../../../../src/extension/panels/dashboard/figures.ts';
import { measuresFor } from '../../../../../src/core/experiment/measures.ts';
import { toDashboard } from '../../../../../src/protocol/dashboard.ts';
import type { RivalMethod } from '../../../../../src/core/evaluation/methodTally.ts';
import type { StoredEvaluation } from '../../../../../src/core/runs/evaluationFile.ts';
import { someSummary } from '../../../core/dataset/summary/someSummary.ts';
import { someData } from '../../../core/runs/newRun.ts';
import { someEvaluation, without } from '../../../core/runs/someEvaluation.ts';
import { someRun } from '../../someRun.ts';

const value = (srs: number) => ({ srs, random: { mean: 1, deviation: null } });
const { srs, neurons, classification, ...rest } = without(someEvaluation(), 'causal');
const evaluation: StoredEvaluation = {
  ...rest,
  sentences: 40,
  classification: {
    ...classification,
    accuracy: 0.9,
    classes: [0.8, 0.6, null].map((f1) => ({ ...classification.classes[0]!, f1 })),
  },
  srs: { ...srs, curve: [{ k: 0.3, imp: null, inter: value(2), both: value(4) }] },
  neurons,
};
const off = { neurons: 3, margin: -0.5, flips: 0.25, accuracy: -10, random: null };

function stepLine(step: number, crossEntropy: number): Metrics {
  const losses = { crossEntropy, importance: 0.2, interaction: 0.1, information: 0 };
  return {
    kind: 'step',
    epoch: 1,
    step,
    losses,
    trainAccuracy: 0.5,
    learningRate: 1e-4,
    seconds: step,
    stepsPerSecond: 1,
  };
}

describe('the curves of a run', () => {
  it('have the losses of the step lines, for an epoch has the mean of all its steps', () => {
    const run = someRun({ epochs: 1 });
    const { steps, epochs } = curvesOf({ ...run, metrics: [stepLine(4, 0.9), stepLine(8, 0.7), ...run.metrics] });
    expect(steps.step).toEqual([4, 8, 10]);
    expect(steps.crossEntropy).toEqual([0.9, 0.7, null]);
    expect(epochs.epoch).toEqual([1]);
  });

  it('have the interaction loss of the epochs where the steps do not compute it', () => {
    const run = someRun({ epochs: 1 });
    const line = stepLine(4, 0.9);
    const metrics = [{ ...line, losses: { ...line.losses, interaction: null } }, ...run.metrics];
    expect(curvesOf({ ...run, metrics }).steps.interaction).toEqual([null, 0]);
  });

  it('have the losses of the epochs where these are too short for step lines', () => {
    expect(curvesOf(someRun({ epochs: 2 })).steps.step).toEqual([10, 20]);
  });

  it('have gaps for neurons that were not measured', () => {
    expect(curvesOf(someRun({ epochs: 2 })).epochs.monosemantic).toEqual([null, null]);
  });

  it('come with the data of the run, which runs of earlier versions do not have', () => {
    const run = { ...someRun(), data: { ...someData, summary: someSummary() } };
    expect(curvesOf(run).data?.rows.map(([split, texts]) => [split, texts])).toEqual([
      ['train', '1,600'],
      ['dev', '200'],
      ['test', '200'],
    ]);
    expect(toDashboard.safeParse({ kind: 'run', run: curvesOf(run) }).success).toBe(true);
    expect(curvesOf({ ...run, data: someData }).data).toBeNull();
    expect(curvesOf(someRun()).data).toBeNull();
  });

  it('hold of an evaluation only what is drawn, in the form of the message', () => {
    const run = curvesOf(someRun({ evaluation }));
    expect(run.evaluation).toMatchObject({ sentences: 40, headline: 0.3 });
    const figures = run.evaluation!.figures.flatMap(({ rows }) => rows);
    const textOf = (name: string) => figures.find((figure) => figure.name === name)?.text;
    expect(textOf('Accuracy')).toBe('90.0 %');
    expect(textOf('… 95 % interval')).toMatch(/^[\d.]+ to [\d.]+ %, of 40 texts only$/);
    expect(textOf('Largest class')).toMatch(/^[\d.]+ %$/);
    expect(textOf('SRS(0.3), points')).toBe('4.0');
    expect(textOf('Monosemantic share, per text')).toBe('40.0 %');
    expect(textOf('SRS_imp(0.3), points')).toBe('–');
    expect(JSON.stringify(run)).not.toMatch(/"(labels|layers|predictions)"/);
    expect(toDashboard.safeParse({ kind: 'run', run }).error).toBeUndefined();
  });

  it('hold what neurons cause below its own row, dashes for an evaluation of an earlier version', () => {
    const causal = { sentences: 40, margin: 1, monosemantic: off, polysemantic: null };
    const run = curvesOf(someRun({ evaluation: { ...evaluation, causal } }));
    const rowsOf = ({ evaluation: view }: typeof run) => {
      const group = view!.figures.find(({ title }) => title === 'Neurons switched off')!;
      return group.rows.slice(0, 3).map(({ name, text, random }) => `${name}: ${text}, ${random}`);
    };
    expect(rowsOf(run)).toEqual([
      'Monosemantic off, points: −10.0, –',
      '… predictions that flip: 25.0 %, –',
      '… change of the margin: −0.50, –',
    ]);
    expect(toDashboard.safeParse({ kind: 'run', run }).error).toBeUndefined();
    const earlier = curvesOf(someRun({ evaluation }));
    expect(rowsOf(earlier).every((row) => row.endsWith(': –, –'))).toBe(true);
  });

  it('have a place for every measure, next to its value at random', () => {
    const groups = figuresOf(someEvaluation());
    const random = new Set([
      'srsImpRandom',
      'srsInterRandom',
      'srsRandom',
      'monosemanticOffRandom',
      'polysemanticOffRandom',
    ]);
    const details = 5; // the interval of the accuracy, and two rows for each set of neurons that is switched off
    const wanted = measuresFor('dashboard').filter(({ id }) => !random.has(id)).length + details;
    expect(groups.flatMap(({ rows }) => rows)).toHaveLength(wanted);
    const rowOf = (title: string, name: string) =>
      groups.find((group) => group.title === title)!.rows.find((row) => row.name === name);
    expect(rowOf('SRS', 'SRS(0.3), points')).toMatchObject({ text: '12.5', random: '4.0 ±\u00a00.5' });
    expect(rowOf('Agreement with rationales', 'Leaves, token F1')).toMatchObject({ text: '70.0 %', random: '20.0 %' });
    expect(rowOf('Accuracy', 'Accuracy')!.random).toBeNull();
  });

  it('shows the rivals of the mask in words, and none where they were not measured', () => {
    const rest = { curve: [{ k: 0.3, srs: 9, deviation: null }], milliseconds: 2 };
    const methods: RivalMethod[] = [
      { name: 'gradient-times-input', eraser: evaluation.eraser, rationales: {}, ...rest },
      { name: 'random', eraser: null, rationales: {}, ...rest },
    ];
    const completeness = { tolerance: 0.02, meanGap: 0, largestGap: 0, largestShare: 0, beyond: 0 };
    const run = curvesOf(someRun({ evaluation: { ...evaluation, rivals: { sentences: 40, methods, completeness } } }));
    expect(run.evaluation!.rivals).toEqual([
      { name: 'gradient × input', curve: rest.curve },
      { name: 'random', curve: rest.curve },
    ]);
    const [table, ...others] = run.evaluation!.rivalTables;
    expect(table).toMatchObject({
      title: 'Explanations on 40 texts',
      rows: [
        ['gradient × input', '9.0', '0.200', '0.100', '2.0'],
        ['random', '9.0', '–', '–', '2.0'],
      ],
    });
    expect(others).toEqual([]);
    expect(curvesOf(someRun({ evaluation })).evaluation).toMatchObject({ rivals: null, rivalTables: [] });
  });
});

describe('a run in the list', () => {
  it('has the test accuracy and SRS of its evaluation', () => {
    expect(itemOf(someRun({ evaluation }), 2, 'seed 2')).toMatchObject({
      accuracy: 0.9,
      accuracySplit: 'test',
      srs: 4,
      evaluated: true,
      slot: 2,
      name: 'seed 2',
    });
  });

  it('has the best dev accuracy before that', () => {
    expect(itemOf(someRun({ dev: 0.8 }), null, '')).toMatchObject({ accuracy: 0.8, accuracySplit: 'dev', srs: null });
  });

  it('can be resumed when it was interrupted, not when it finished', () => {
    expect(itemOf(someRun({ status: 'interrupted' }), null, '').canResume).toBe(true);
    expect(itemOf(someRun({ status: 'finished' }), null, '').canResume).toBe(false);
  });
});

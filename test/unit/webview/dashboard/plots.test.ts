import { describe, expect, it } from 'vitest';
import type { RunCurves } from '../../../../src/protocol/dashboard.ts';
import {
  accuracyPlot,
  devSrsPlot,
  lossPlot,
  macroF1Plot,
  neuronPlot,
  rivalPlot,
  srsPlot,
} from '../../../../webview/dashboard/plots.ts';
import {
  whyNoDevSrs,
  whyNoMacroF1,
  whyNoNeurons,
  whyNoSrs,
  whyNoSteps,
} from '../../../../webview/dashboard/whyEmpty.ts';
import { emptyCurves, emptyEvaluation } from './runs.ts';

const value = (srs: number, mean: number, deviation: number | null) => ({ srs, random: { mean, deviation } });
const curves: RunCurves = {
  directory: '/runs/a',
  steps: { step: [5, 10], crossEntropy: [0.9, 0.6], importance: [2, 1], interaction: [0.1, 0.1] },
  epochs: {
    epoch: [1, 2],
    trainAccuracy: [0.5, 0.75],
    devAccuracy: [0.5, 0.625],
    devMacroF1: [null, 0.5],
    devSrs: [null, 12],
    monosemantic: [0.25, 0.5],
    polysemantic: [0.75, 0.5],
    dead: [0, 0],
  },
  data: null,
  bestEpoch: 2,
  monitor: 'accuracy',
  devSample: 200,
  isTrained: true,
  evaluation: {
    ...emptyEvaluation,
    curve: [
      { k: 0, imp: null, inter: value(0, 0, 0), both: value(0, 0, 0) },
      { k: 0.3, imp: null, inter: value(3, 1, null), both: value(20, 4, 6) },
    ],
  },
  device: 'a device',
  seconds: 60,
};
const run = { slot: 1, label: 'one', curves };

describe('a plot', () => {
  it('of a loss has a line a run by step', () => {
    expect(lossPlot([run], 'importance').lines[0]).toMatchObject({
      label: 'one',
      slot: 1,
      points: [
        { x: 5, y: 2 },
        { x: 10, y: 1 },
      ],
    });
  });

  it('of macro F1 marks the best epoch where it decides on it, and accuracy does not then', () => {
    const monitored = [{ ...run, curves: { ...curves, monitor: 'macroF1' as const } }];
    expect(macroF1Plot(monitored).lines[0]).toMatchObject({ points: [{ x: 2, y: 50 }], marked: 2 });
    expect(accuracyPlot(monitored).lines[0]!.marked).toBeUndefined();
  });

  it('of accuracy is in percent, marks the best epoch and dashes training', () => {
    const [dev, train] = accuracyPlot([run]).lines;
    expect(dev).toMatchObject({ label: 'one, dev', marked: 2, dashed: false });
    expect(dev!.points.map(({ y }) => y)).toEqual([50, 62.5]);
    expect(train).toMatchObject({ label: 'one, train', dashed: true });
    expect(macroF1Plot([run]).lines[0]!.marked).toBeUndefined();
  });

  it('leaves out what was not measured', () => {
    expect(devSrsPlot([run]).lines[0]!.points).toEqual([{ x: 2, y: 12 }]);
  });

  it('of rivals has a line a method, each in a slot of its own, with the spread over seeds', () => {
    const rivals = [
      { name: 'keep probability', curve: [{ k: 0.3, srs: 9, deviation: null }] },
      { name: 'random', curve: [{ k: 0.3, srs: 2, deviation: 0.5 }] },
    ];
    expect(rivalPlot(rivals).lines).toEqual([
      { label: 'keep probability', slot: 0, dashed: false, points: [{ x: 0.3, y: 9, deviation: undefined }] },
      { label: 'random', slot: 1, dashed: false, points: [{ x: 0.3, y: 2, deviation: 0.5 }] },
    ]);
  });

  it('of neurons has their shares in percent on top of each other', () => {
    const { lines, isStacked } = neuronPlot(run);
    expect(isStacked).toBe(true);
    expect(lines.map(({ label }) => label)).toEqual(['monosemantic', 'polysemantic', 'dead']);
    expect(lines[0]!.points.map(({ y }) => y)).toEqual([25, 50]);
  });

  it('of SRS has random removal beside it, and one range for all kinds with the bands in it', () => {
    const { lines, yRange } = srsPlot([run], 'both');
    expect(lines.map(({ label, dashed }) => [label, dashed])).toEqual([
      ['one', false],
      ['one, random', true],
    ]);
    expect(lines[1]!.points[1]).toEqual({ x: 0.3, y: 4, deviation: 6 });
    expect(yRange).toEqual([-2, 20]);
    expect(srsPlot([run], 'inter').yRange).toEqual([-2, 20]);
  });

  it('of SRS has no line for a kind that was not measured', () => {
    expect(srsPlot([run], 'imp').lines).toEqual([]);
  });
});

describe('an empty chart', () => {
  const changed = (changes: Partial<RunCurves>) => [{ ...run, curves: { ...curves, ...changes } }];

  it('says that no run is chosen', () => {
    expect(whyNoNeurons([])).toBe('No run is chosen above.');
  });

  it('says that no epoch is over', () => {
    expect(whyNoDevSrs(changed({ epochs: emptyCurves('/runs/a').epochs }))).toBe('No epoch is finished yet.');
  });

  it('says that nothing is trained', () => {
    const untrained = changed({ epochs: emptyCurves('/runs/a').epochs, isTrained: false });
    expect([whyNoSteps(untrained), whyNoDevSrs(untrained)]).toEqual(
      Array(2).fill('Nothing is trained: model.trainable is "none".'),
    );
  });

  it('says which field keeps it from being measured', () => {
    expect(whyNoDevSrs(changed({ devSample: 0 }))).toContain('training.devSample');
  });

  it('says that a run is too old for the shares of neurons', () => {
    expect(whyNoNeurons([run])).toContain('older');
    expect(whyNoMacroF1([run])).toContain('older');
    expect(whyNoMacroF1(changed({ epochs: emptyCurves('/runs/a').epochs }))).toBe('No epoch is finished yet.');
  });

  it('tells a model without a mask from a run without evaluation', () => {
    expect(whyNoSrs([run])).toContain('no mask');
    expect(whyNoSrs(changed({ evaluation: null }))).toBe('Not evaluated yet.');
  });
});

import { describe, expect, test } from 'vitest';
import { judge, measuredText } from '../../../../src/core/comparison/judge.ts';
import { checkNewest } from '../../../../src/core/comparison/checkRun.ts';
import { parseExperiment } from '../../../../src/core/experiment/parseExperiment.ts';
import type { Slices } from '../../../../src/core/experiment/sections/slices.ts';
import { summarize } from '../../../../src/core/runs/evaluationSummary.ts';
import { maskless, someEvaluation } from '../runs/someEvaluation.ts';
import { someRun } from '../../extension/someRun.ts';

const evaluation = (masked: boolean) => {
  const whole = someEvaluation();
  const { classification, srs, neurons } = whole;
  const value = (cost: number) => ({ srs: cost, random: null });
  const made = someEvaluation({
    classification: { ...classification, accuracy: 0.75 },
    srs: {
      ...srs,
      curve: [
        { k: 0, imp: value(0), inter: value(0), both: value(0) },
        { k: 0.3, imp: value(8), inter: value(-1), both: value(9) },
      ],
    },
    neurons: {
      ...neurons,
      perInput: { ...neurons.perInput, monosemanticShare: masked ? 0.4 : null },
      corpus: { ...neurons.corpus, monosemantic: 0.1, dead: 0.6 },
    },
  });
  return masked ? made : maskless(made);
};
const judged = (masked: boolean, expected: Record<string, string>) =>
  judge(summarize(evaluation(masked)), { expect: expected }).map(({ name, measured, ok }) => [name, measured, ok]);

describe('an expectation', () => {
  test('is met at its bound and beyond', () => {
    expect(judged(true, { accuracy: '>= 0.75', deadNeurons: '<=0.5', 'srsInter@0.3': '<= -1' })).toEqual([
      ['accuracy', 0.75, true],
      ['deadNeurons', 0.6, false],
      ['srsInter@0.3', -1, true],
    ]);
  });

  test('finds each measure', () => {
    const names = [
      'srs@0.3',
      'srsImp@0.3',
      'monosemanticShare',
      'monosemanticNeurons',
      'comprehensiveness',
      'sufficiency',
    ];
    const found = judged(true, Object.fromEntries(names.map((name) => [name, '>= 0'])));
    expect(found.map(([, measured]) => measured)).toEqual([9, 8, 0.4, 0.1, 0.2, 0.1]);
  });

  test('fails with the reason if there is no such value', () => {
    const expected = { 'srs@0.3': '>= 0', sufficiency: '<= 1', monosemanticShare: '>= 0', 'srs@0.5': '>= 0' };
    const verdicts = judge(summarize(evaluation(false)), { expect: expected });
    expect(verdicts.map(({ ok }) => ok)).toEqual([false, false, false, false]);
    expect(verdicts.map(measuredText)).toEqual([
      'none: the model has no mask',
      'none: the model has no mask',
      'none: no neuron is used',
      'none: it was measured at 0, 0.3 only',
    ]);
  });
});

describe('an expectation of a slice', () => {
  const slices = { negations: { contains: ['not'] }, rare: { label: 'b' } };
  const summary = summarize(
    someEvaluation({
      slices: [
        {
          ...{ name: 'negations', where: slices.negations, sentences: 40 },
          values: {
            accuracy: { value: 0.6, interval: null, sentences: 40 },
            srs: { value: 9, interval: null, sentences: 40 },
          },
        },
        { name: 'rare', where: slices.rare, sentences: 0, values: {} },
      ],
    }),
  );
  const judgedWith = (expect: Record<string, string>, named: Slices = slices) =>
    judge(summary, { expect, slices: named }).map(measuredText);

  test('is judged by what was measured on its texts', () => {
    expect(judgedWith({ 'negations/accuracy': '>= 0.5', 'negations/srs@0.3': '>= 10' })).toEqual(['0.6', '9']);
    expect(judge(summary, { expect: { 'negations/accuracy': '>= 0.7' }, slices })[0]!.ok).toBe(false);
  });

  test('fails with the reason where the slice is empty, has changed or was not measured', () => {
    const again = 'measure it with `safr evaluate RUN --slices`';
    expect(judgedWith({ 'rare/accuracy': '>= 0' })).toEqual(['none: no text is in the slice']);
    expect(judgedWith({ 'negations/leavesAP': '>= 0' })).toEqual(['none: the model has no mask']);
    const changed = { negations: { contains: ['never'] }, long: { minTokens: 9 } };
    expect(judgedWith({ 'negations/accuracy': '>= 0', 'long/accuracy': '>= 0' }, changed)).toEqual([
      `none: the slice has changed since it was measured; ${again}`,
      `none: the slice was not measured; ${again}`,
    ]);
  });
});

describe('the newest evaluated run', () => {
  const experiment = parseExperiment(
    '{ "name": "mine", "seed": 4, "dataset": { "source": "sst2" }, "model": { "heads": 4 }, "expect": { "accuracy": ">= 0.8" } }',
    'x.safr.json',
  );

  test('is checked, with the settings that differ from the file now', () => {
    const check = checkNewest(experiment, [
      someRun({ id: 'c' }),
      someRun({ id: 'b', evaluation: evaluation(true) }),
      someRun({ id: 'a', evaluation: evaluation(true) }),
    ]);
    expect(check).toMatchObject({ run: { id: 'b' }, verdicts: [{ ok: false, measured: 0.75 }] });
    expect(check!.otherSettings).toEqual(['model.heads']);
  });

  test('is older than one with other settings, if it has those of the file', () => {
    const evaluated = someRun({ evaluation: evaluation(true) });
    const check = checkNewest(experiment, [
      { ...evaluated, id: 'b' },
      { ...evaluated, id: 'a', experiment },
    ]);
    expect(check).toMatchObject({ run: { id: 'a' }, otherSettings: [] });
  });

  test('of an encoder may have the sizes of its folder, which the file cannot name', () => {
    const of = (model: object) =>
      parseExperiment(JSON.stringify({ name: 'mine', dataset: { source: 'sst2' }, model }), 'x.safr.json');
    const check = (model: object, sizes: object) => {
      const file = of({ pretrained: 'bert', ...model });
      const run = someRun({ evaluation: evaluation(true) });
      const trained = { ...file, model: { ...of({ pretrained: 'bert' }).model, ...sizes } };
      return checkNewest(file, [{ ...run, experiment: trained }])!.otherSettings;
    };
    expect(check({}, { width: 12, heads: 3, layers: 2, feedForward: 16, maxLength: 10 })).toEqual([]);
    expect(check({ maxLength: 64 }, { maxLength: 10 })).toEqual(['model.maxLength']);
    expect(check({ trainable: 'head' }, { width: 12, pretrained: 'other' })).toEqual(
      expect.arrayContaining(['model.pretrained', 'model.trainable', 'model.width']),
    );
  });

  test('is null if no run is evaluated', () => {
    expect(checkNewest(experiment, [someRun()])).toBeNull();
  });
});

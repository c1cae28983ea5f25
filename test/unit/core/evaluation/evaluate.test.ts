import { describe, expect, it } from 'vitest';
import type { Executor } from '../../../../src/engine/device.ts';
import { openDevice } from '../../../../src/engine/openDevice.ts';
import { textOfIds } from '../../../../src/core/dataset/textReader.ts';
import { attributionMethods } from '../../../../src/core/evaluation/attribution/rankingNames.ts';
import { explain, rankTokens } from '../../../../src/core/evaluation/explanation/explain.ts';
import { neuronEffects, switchOff } from '../../../../src/core/evaluation/explanation/switchOff.ts';
import { loadModel } from '../../../../src/core/model/loadModel.ts';
import type { ModelShape } from '../../../../src/core/model/modelShape.ts';
import { initialParameters } from '../../../../src/core/model/parameters.ts';
import { safrProgram } from '../../../../src/core/model/safrProgram.ts';
import { evaluate } from '../../../../src/core/evaluation/evaluate.ts';
import { measureTexts } from '../../../../src/core/evaluation/measureSlices.ts';
import { measureSample } from '../../../../src/core/evaluation/measureSample.ts';
import { headlineOf } from '../../../../src/core/evaluation/srs.ts';
import { fakeModel, plainRules, settings, splitOf } from './fakeModel.ts';

/** Class 1 if there are more odd words than even ones (plainRules); the largest ids are deleted first. */
const split = splitOf(
  [[1, 3, 2, 4, 5], 1], // right; without 5, 4, 3: even and odd are one each, p = ½, class 0: lost
  [[2, 4, 9, 6], 0], // right; without 9 and 6: still 0
  [[7, 7, 2], 0], // wrong: predicted 1; without 7 and 7: 0, gained
);
const classes = ['even', 'odd'];

describe('an evaluation', () => {
  it('measures the loss of accuracy when ranked tokens and pairs are removed', async () => {
    const result = await evaluate({ ...fakeModel(), split, classes, settings });
    expect(result.classification).toMatchObject({
      accuracy: 2 / 3,
      confusion: [
        [1, 1],
        [0, 1],
      ],
    });
    const { imp, inter } = headlineOf(result.srs);
    expect(imp!.srs).toBeCloseTo(0); // one lost, one gained
    // Cutting ⌈n(n−1)/4⌉ pairs changes every prediction to class 0: the first becomes wrong, the third correct.
    expect(inter!.srs).toBeCloseTo(0);
    expect(result.predictions).toMatchObject({ labels: [1, 0, 0], predicted: [1, 0, 1] });
    expect(result.predictions.srs).toMatchObject({ sentences: [0, 1, 2], predicted: [0, 0, 0] });
    expect(result.neurons.meanKeepProbability).toBeCloseTo((3 / 100 + 5.25 / 100 + 16 / 300) / 3);
  });

  it('has values per text that give the measures of the whole split', async () => {
    const marked = {
      ...split,
      rationales: ['leaves'] as const,
      marked: (_: string, i: number) => (i === 1 ? [] : [0]),
    };
    const result = await evaluate({ ...fakeModel(), split: marked, classes, settings });
    const { accuracy, srs, monosemanticShare, usedPerInput, leavesAP } = measureTexts(result, [0, 1, 2]);
    const both = headlineOf(result.srs).both!;
    const { perInput } = result.neurons;
    const { averagePrecision, randomAveragePrecision } = result.rationales.leaves!;
    expect(accuracy!.value).toBeCloseTo(result.classification.accuracy);
    expect([srs!.value, srs!.random!.mean]).toEqual([expect.closeTo(both.srs), expect.closeTo(both.random!.mean)]);
    expect(monosemanticShare!.value).toBeCloseTo(perInput.monosemanticShare!);
    expect(usedPerInput!.value).toBeCloseTo(1 - perInput.unused);
    expect(leavesAP).toMatchObject({ value: averagePrecision, sentences: 2 });
    expect(leavesAP!.random!.mean).toBeCloseTo(randomAveragePrecision);
  });

  it('measures ERASER by the probability of the predicted class', async () => {
    const only = splitOf([[7, 9, 2, 4], 1]);
    const biased = { ...plainRules, logit: (ids: readonly number[]) => ids.length - 1 };
    const { eraser } = await evaluate({ ...fakeModel(biased), split: only, classes, settings });
    const p = (logit: number) => 1 / (1 + Math.exp(-logit));
    expect(eraser!.aopc_compr).toBeCloseTo(p(3) - p(1), 5); // 9 and 7 deleted, two words left
    expect(eraser!.aopc_suff).toBeCloseTo(p(3) - p(1), 5); // 9 and 7 kept
  });

  it('has neither SRS_imp nor ERASER for a model without a mask', async () => {
    const result = await evaluate({ ...fakeModel({ ...plainRules, keep: null }), split, classes, settings });
    expect(headlineOf(result.srs)).toMatchObject({ imp: null, both: null, inter: { random: {} } });
    expect(result.eraser).toBeNull();
    expect(result.predictions.srs).toBeNull();
    expect(result.neurons.meanKeepProbability).toBeNull();
  });

  it('ranks and removes words, or on request the tokens that are their pieces', async () => {
    const pieces = { ...splitOf([[1, 2, 8, 7], 1]), words: () => Int32Array.of(0, 0, 0, 1) };
    const biased = { ...plainRules, logit: (ids: readonly number[]) => ids.length - 1 };
    const measured = async (unit: 'word' | 'token') => {
      const result = await evaluate({ ...fakeModel(biased), split: pieces, classes, settings: { ...settings, unit } });
      return [result.unit, result.eraser!.aopc_suff, result.eraser!.aopc_compr] as const;
    };
    const p = (logit: number) => 1 / (1 + Math.exp(-logit));
    // The more important word has three of the four tokens.
    expect(await measured('word')).toEqual(['word', expect.closeTo(p(3) - p(2), 5), expect.closeTo(p(3) - p(0), 5)]);
    expect(await measured('token')).toEqual(['token', expect.closeTo(p(3) - p(1), 5), expect.closeTo(p(3) - p(1), 5)]);
    const split = splitOf([[1, 8, 7], 1]);
    const result = await evaluate({ ...fakeModel(biased), split, classes, settings: { ...settings, unit: 'token' } });
    expect(result.unit).toBe('word'); // every token is a word
  });

  it('is plain data', async () => {
    const result = await evaluate({ ...fakeModel(), split, classes, settings });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('does not depend on how sentences are grouped into batches', async () => {
    const many = splitOf(...Array.from({ length: 900 }, (_, i) => [[i % 90, 3, 2, i % 7, 9, i % 11], i % 2] as const));
    const whole = await evaluate({ ...fakeModel(), split: many, classes, settings });
    const roomy = await evaluate({
      ...fakeModel(plainRules, { padding: 'max', maxLength: 16 }),
      split: many,
      classes,
      settings,
    });
    expect(roomy).toEqual(whole);
  });

  it('measures SRS on a sample if the settings say so', async () => {
    const result = await evaluate({ ...fakeModel(), split, classes, settings: { ...settings, sample: 2 } });
    expect(result.sentences).toBe(3);
    expect(result.srs.sentences).toBe(2);
    expect(result.predictions.srs!.sentences).toHaveLength(2);
  });

  it('reports its progress and can be aborted', async () => {
    const seen: unknown[] = [];
    await evaluate({ ...fakeModel(), split, classes, settings, onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([1, 2, 3].map((sentences) => ({ stage: 'texts', sentences, of: 3, share: sentences / 3 })));
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(evaluate({ ...fakeModel(), split, classes, settings, signal })).rejects.toThrow('stopped');
  });
});

describe('the measures during training', () => {
  it('include the SRS on a sample', async () => {
    expect(await measureSample({ ...fakeModel(), split, fraction: 0.5, unit: 'word', sample: 3 })).toMatchObject({
      srs: expect.closeTo(0),
    });
    const lost = splitOf([[1, 3, 2, 4, 5], 1]);
    expect(await measureSample({ ...fakeModel(), split: lost, fraction: 0.5, unit: 'word', sample: 3 })).toMatchObject({
      srs: 100,
    });
  });

  it('include the classes of neurons, equal to those of an evaluation of the sample', async () => {
    const rules = { ...plainRules, hidden: (id: number) => [id, 0, id % 2, id === 9 ? 1 : 0] };
    const { neurons } = await measureSample({ ...fakeModel(rules), split, fraction: 0.5, unit: 'word', sample: 3 });
    const { corpus } = (await evaluate({ ...fakeModel(rules), split, classes, settings })).neurons;
    const { dead, monosemantic, polysemantic } = corpus;
    expect(neurons).toEqual({ dead, monosemantic, polysemantic });
    expect(neurons).toEqual({ dead: 0.25, monosemantic: 0.25, polysemantic: 0.5 });
  });

  it('have no SRS without a mask, and are null without a sample', async () => {
    const options = { split, fraction: 0.5 };
    expect(await measureSample({ ...fakeModel(), ...options, unit: 'word', sample: 0 })).toEqual({
      srs: null,
      neurons: null,
    });
    const unmasked = await measureSample({
      ...fakeModel({ ...plainRules, keep: null }),
      ...options,
      unit: 'word',
      sample: 3,
    });
    expect(unmasked).toMatchObject({ srs: null, neurons: { dead: 0.5 } });
  });

  it('can be aborted', async () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    const measured = measureSample({ ...fakeModel(), split, fraction: 0.5, unit: 'word', sample: 3, signal });
    await expect(measured).rejects.toThrow('stopped');
  });
});

describe('of pairs of texts', () => {
  const frame = { start: [1], middle: [2], end: [2], secondSegment: 1 };
  const isFirst = (id: number) => id < 10;
  const sizes = {
    vocabulary: 20,
    classes: 2,
    width: 4,
    heads: 2,
    layers: 2,
    feedForward: 6,
    maxLength: 20,
    dropout: 0,
  };
  const shape: ModelShape = {
    ...sizes,
    maskHidden: 3,
    pretrained: { positions: 20, segments: 2, activation: 'gelu', epsilon: 1e-12, head: 'tanh' },
  };
  /** First texts have ids below 10, second ones others. */
  const texts = [
    { ids: Int32Array.of(3, 4, 5, 11, 12), words: Int32Array.of(0, 0, 1, 2, 2), boundary: 3 },
    { ids: Int32Array.of(6, 13, 14, 15), words: Int32Array.of(0, 1, 2, 3), boundary: 1 },
  ];
  const pairs = {
    length: texts.length,
    ids: (i: number) => texts[i]!.ids,
    words: (i: number) => texts[i]!.words,
    label: (i: number) => i,
    boundary: (i: number) => texts[i]!.boundary,
  };

  /** A model of random weights that counts the batches in which each token has the segment of its text, and the others. */
  async function checkedModel() {
    const device = await openDevice('tensorflow');
    const program = safrProgram(shape, undefined, { attribution: true });
    const executor = await loadModel(device, program, shape, initialParameters(shape, 1));
    const batches = { right: 0, wrong: 0 };
    const run: Executor['run'] = (routine, batch, scalars) => {
      const { types, typeOf, segment, starts } = batch.inputs as Record<string, Int32Array>;
      const ids = Array.from(typeOf!, (type) => types![type]!);
      const middles = ids.filter((id, row) => id === 2 && segment![row] === 0).length;
      const isRight = ids.every((id, row) => id <= 2 || segment![row] === (isFirst(id) ? 0 : 1));
      batches[isRight && middles === starts!.length - 1 ? 'right' : 'wrong']++;
      return executor.run(routine, batch, scalars);
    };
    const checked: Executor = {
      run,
      read: (name) => executor.read(name),
      write: (name, values) => executor.write(name, values),
      close: () => executor.close(),
    };
    return { model: { executor: checked, shape, padding: { padding: 'none' as const, frame } }, batches, device };
  }

  it.each(['word', 'token'] as const)('keeps them apart whatever is removed, by %s', async (unit) => {
    const { model, batches, device } = await checkedModel();
    const own = { ...settings, fractions: [0, 0.3, 0.6], headline: 0.3, unit };
    const { rivals } = await evaluate({ ...model, split: pairs, classes, settings: own, rivals: { costlySample: 1 } });
    expect(rivals!.methods).toHaveLength(6);
    await measureSample({ ...model, split: pairs, fraction: 0.3, sample: 2, unit });
    const text = { ...textOfIds(texts[0]!.ids), boundary: 3 };
    const options = { ...model, text, classes, theta: 0.5 };
    expect(await explain(options)).toMatchObject({ boundary: 3 });
    await switchOff(options, [[0], [1]]);
    await neuronEffects(options, [[0], [1]]);
    for (const by of attributionMethods) await rankTokens(options, by);
    expect(batches.wrong).toBe(0);
    expect(batches.right).toBeGreaterThan(20);
    await device.close();
  });
});

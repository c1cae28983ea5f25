import { afterAll, describe, expect, it } from 'vitest';
import {
  completenessTolerance,
  integratedGradients,
} from '../../src/core/evaluation/attribution/integratedGradients.ts';
import { gradientTimesInput } from '../../src/core/evaluation/attribution/gradientTimesInput.ts';
import { leaveOneOut } from '../../src/core/evaluation/attribution/leaveOneOut.ts';
import { marginDirection } from '../../src/core/evaluation/attribution/margin.ts';
import { slopesAt } from '../../src/core/evaluation/attribution/slopes.ts';
import type { Padding } from '../../src/core/model/batch.ts';
import { attributedModel, observed, parametersOf, predictedMargin, shape } from './attributedModel.ts';
import { relativeError } from './case.ts';
import { openDevices, openOracle } from './devices.ts';

const oracle = await openOracle();
const devices = await openDevices();
/** Each word occurs once per sentence, so that a row of the embedding is one token. */
const sentences = [[5, 9, 14, 2, 27], [11, 3, 20, 8, 6, 17, 23, 4, 29], [7]];
const paddings: readonly Padding[] = [{ padding: 'none' }, { padding: 'max', maxLength: shape.maxLength }];
const unmasked = { ...shape, maskHidden: null };

/** Parameters for which keep probabilities depend on biases only: the embedding then acts through x1 only. */
function withoutLookingAtWords() {
  const parameters = parametersOf(shape);
  return parameters.set('vmask.linear_layer.weight', parameters.get('vmask.linear_layer.weight')!.fill(0));
}

/** The embedding with the rows of these words multiplied by a factor. */
function scaled(embedding: Float32Array, words: readonly number[], by: number): Float32Array {
  const changed = Float32Array.from(embedding);
  for (const word of words) {
    for (let d = word * shape.width; d < (word + 1) * shape.width; d++) changed[d]! *= by;
  }
  return changed;
}

afterAll(async () => {
  for (const { device } of devices) await device.close();
});

describe.each([
  { name: 'with a mask', own: shape, parameters: withoutLookingAtWords() },
  { name: 'without a mask', own: unmasked, parameters: parametersOf(unmasked) },
])('gradient × input $name', ({ own, parameters }) => {
  it.each(paddings)(
    'is what the margin changes by as the embedding of a token grows, padding $padding',
    async (padding) => {
      const model = await attributedModel(oracle, { own, padding, parameters });
      const embedding = parameters.get('embedding.weight')!;
      const observations = await observed(model, sentences);
      const found = await gradientTimesInput(model, observations);
      const step = 1e-2;
      for (const [b, ids] of sentences.entries()) {
        const direction = marginDirection(observations[b]!);
        const expected: number[] = [];
        for (const word of ids) {
          const at = async (by: number) => {
            await model.executor.write('embedding.weight', scaled(embedding, [word], by));
            return predictedMargin(model, ids, direction);
          };
          expected.push(((await at(1 + step)) - (await at(1 - step))) / (2 * step));
        }
        await model.executor.write('embedding.weight', embedding);
        expect(relativeError(Float32Array.from(found[b]!.scores), Float32Array.from(expected))).toBeLessThan(2e-2);
      }
      await model.executor.close();
    },
  );
});

describe('integrated gradients', () => {
  it.each(paddings)('add up to the margin minus that of a text of zeros, padding $padding', async (padding) => {
    const parameters = withoutLookingAtWords();
    const model = await attributedModel(oracle, { padding, parameters });
    const observations = await observed(model, sentences);
    const found = await integratedGradients(model, observations);
    for (const [b, ids] of sentences.entries()) {
      const direction = marginDirection(observations[b]!);
      const whole = await predictedMargin(model, ids, direction);
      await model.executor.write('embedding.weight', scaled(parameters.get('embedding.weight')!, ids, 0));
      const baseline = await predictedMargin(model, ids, direction);
      await model.executor.write('embedding.weight', parameters.get('embedding.weight')!);
      const change = whole - baseline;
      const { scores, gap } = found[b]!;
      const sum = scores.reduce((total, score) => total + score, 0);
      expect(Math.abs(change)).toBeGreaterThan(0.5);
      expect(Math.abs(sum - change)).toBeLessThan(completenessTolerance * Math.max(1, Math.abs(change)));
      expect(gap!.logits).toBeCloseTo(Math.abs(sum - change), 4);
      expect(gap!.share).toBeCloseTo(Math.abs(sum - change) / Math.max(1, Math.abs(change)), 4);
    }
    await model.executor.close();
  });

  it('equal those of many small steps of equal size', async () => {
    const model = await attributedModel(oracle);
    const observations = await observed(model, sentences.slice(0, 1));
    const [found] = await integratedGradients(model, observations);
    const steps = 300;
    const points = Array.from({ length: steps }, (_, i) => ({
      ids: observations[0]!.ids,
      label: 0 as const,
      share: (i + 0.5) / steps,
      direction: marginDirection(observations[0]!),
    }));
    const slopes = await slopesAt(model, points);
    const expected = sentences[0]!.map((_, token) =>
      slopes.reduce((sum, point) => sum + point.slopes[token]! / steps, 0),
    );
    expect(relativeError(Float32Array.from(found!.scores), Float32Array.from(expected))).toBeLessThan(0.03);
    await model.executor.close();
  });

  it('of a text do not depend on other texts of the batch', async () => {
    const model = await attributedModel(oracle);
    const together = await integratedGradients(model, await observed(model, sentences));
    const [alone] = await integratedGradients(model, await observed(model, sentences.slice(1, 2)));
    alone!.scores.forEach((score, i) => expect(score).toBeCloseTo(together[1]!.scores[i]!, 4));
    await model.executor.close();
  });

  it('can be aborted', async () => {
    const model = await attributedModel(oracle);
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(integratedGradients(model, await observed(model, sentences), signal)).rejects.toThrow('stopped');
    await model.executor.close();
  });
});

it.each(paddings)('leave-one-out is the margin minus that of each shorter text, padding $padding', async (padding) => {
  const model = await attributedModel(oracle, { padding });
  const repeated = [...sentences, [6, 6, 12, 6], []];
  const observations = await observed(model, repeated);
  const found = await leaveOneOut(model, observations);
  for (const [b, ids] of repeated.entries()) {
    const direction = marginDirection(observations[b]!);
    const whole = await predictedMargin(model, ids, direction);
    const expected: number[] = [];
    for (const left of ids.keys()) {
      const shorter = ids.filter((_, i) => i !== left);
      expected.push(whole - (await predictedMargin(model, shorter, direction)));
    }
    if (ids.length === 0) expected.push(0); // its only <PAD> cannot be left out
    expect(found[b]!.scores).toHaveLength(expected.length);
    expected.forEach((value, i) => expect(found[b]!.scores[i]).toBeCloseTo(value, 3));
  }
  await model.executor.close();
});

describe.each(devices)('$label', ({ device }) => {
  it.each(paddings)('computes the same slopes as the oracle, padding $padding', async (padding) => {
    const slopesOn = async (model: Awaited<ReturnType<typeof attributedModel>>) => {
      const observations = await observed(model, sentences);
      const points = observations.flatMap((observation) =>
        [0, 0.3, 1].map((share) => ({
          ids: observation.ids,
          label: 0 as const,
          share,
          direction: marginDirection(observation),
        })),
      );
      const found = await slopesAt(model, points);
      await model.executor.close();
      return Float32Array.from(found.flatMap(({ margin, slopes }) => [margin, ...slopes]));
    };
    const expected = await slopesOn(await attributedModel(oracle, { padding }));
    const found = await slopesOn(await attributedModel(device, { padding }));
    expect(found).toHaveLength(3 * (5 + 9 + 1 + 3));
    expect(relativeError(found, expected)).toBeLessThan(1e-4);
  });
});

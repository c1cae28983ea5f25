import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWasmDevice } from '../../../../../src/engine/wasm/device.ts';
import type { Device } from '../../../../../src/engine/device.ts';
import { shapley } from '../../../../../src/core/evaluation/attribution/shapley.ts';
import { subsetMargins } from '../../../../../src/core/evaluation/attribution/subsetMargins.ts';
import { observeBatch, type Observation } from '../../../../../src/core/evaluation/observe.ts';
import { Units } from '../../../../../src/core/evaluation/units.ts';
import { loadModel } from '../../../../../src/core/model/loadModel.ts';
import type { Model } from '../../../../../src/core/model/model.ts';
import type { ModelShape } from '../../../../../src/core/model/modelShape.ts';
import { initialParameters } from '../../../../../src/core/model/parameters.ts';
import { safrProgram } from '../../../../../src/core/model/safrProgram.ts';
import { fakeModel, plainRules } from '../fakeModel.ts';
import { loadTinyEncoder } from '../tinyEncoder.ts';

const paper: ModelShape = {
  ...{ vocabulary: 30, classes: 2, width: 12, heads: 3, layers: 2, feedForward: 16 },
  ...{ maskHidden: 6, maxLength: 10, dropout: 0.1, pretrained: null },
};

async function loadPaperModel(device: Device): Promise<Model> {
  const executor = await loadModel(device, safrProgram(paper), paper, initialParameters(paper, 5));
  return { executor, shape: paper, padding: { padding: 'none' } };
}

/** Texts of eight words; in every third text the first word has two pieces. */
const texts = Array.from({ length: 60 }, (_, index) => {
  const hasPieces = index % 3 === 0;
  const ids = Int32Array.from({ length: hasPieces ? 9 : 8 }, (_, i) => 4 + ((7 * index + 11 * i + i * i) % 26));
  return { index, ids, label: 0, words: hasPieces ? Int32Array.of(0, 0, 1, 2, 3, 4, 5, 6, 7) : null };
});

/** Σ over all subsets without a word of |S|!·(n − |S| − 1)!/n! times the change of the margin when the word is added. */
async function exactValues(model: Model, observation: Observation): Promise<number[]> {
  const units = new Units(observation.words, observation.ids.length);
  const n = units.count;
  const members = (bits: number) =>
    Int32Array.from(Array.from({ length: n }, (_, i) => i).filter((i) => (bits >> i) & 1));
  const subsets = Array.from({ length: 2 ** n }, (_, bits) => members(bits));
  const margins = await subsetMargins(model, observation, units, subsets);
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
  return Array.from({ length: n }, (_, unit) =>
    margins.reduce((sum, margin, bits) => {
      if ((bits >> unit) & 1) return sum;
      const size = subsets[bits]!.length;
      const weight = (factorial(size) * factorial(n - size - 1)) / factorial(n);
      return sum + weight * (margins[bits | (1 << unit)]! - margin);
    }, 0),
  );
}

describe('Shapley values by sampling', () => {
  let device: Device;
  beforeAll(async () => {
    device = await openWasmDevice({ threads: 1 });
  });
  afterAll(() => device.close());

  test.each([
    { name: "the paper's model", load: loadPaperModel },
    { name: 'an encoder', load: loadTinyEncoder },
  ])('of $name are within three standard errors of the exact ones for 95 % of the words', async ({ name, load }) => {
    const model = await load(device);
    const observed = await observeBatch(model, texts);
    const found = await shapley(model, observed);
    let words = 0;
    let within = 0;
    for (const [i, observation] of observed.entries()) {
      const units = new Units(observation.words, observation.ids.length);
      const { scores, errors } = found[i]!;
      for (const [unit, exact] of (await exactValues(model, observation)).entries()) {
        const [token] = units.tokens(unit);
        words++;
        if (Math.abs(scores[token!]! - exact) <= 3 * errors![token!]!) within++;
      }
    }
    console.info(`${name}: ${within} of ${words} words within three standard errors`);
    expect(words).toBe(480);
    expect(within / words).toBeGreaterThanOrEqual(0.95);
    await model.executor.close();
  });

  test('add up to the change of the margin from the empty text', async () => {
    const model = await loadTinyEncoder(device);
    const observed = await observeBatch(model, texts.slice(0, 3));
    const found = await shapley(model, observed);
    for (const [i, observation] of observed.entries()) {
      const units = new Units(observation.words, observation.ids.length);
      const all = Int32Array.from({ length: units.count }, (_, unit) => unit);
      const [none, whole] = await subsetMargins(model, observation, units, [new Int32Array(0), all]);
      const sum = all.reduce((total, unit) => total + found[i]!.scores[units.tokens(unit)[0]!]!, 0);
      expect(sum).toBeCloseTo(whole! - none!, 4);
    }
    await model.executor.close();
  });
});

describe('of an additive margin', () => {
  const scoresOf = async (words: Int32Array | null, index = 0) => {
    const model = fakeModel({ ...plainRules, logit: (ids) => ids.reduce((sum, id) => sum + id, 0) });
    const observed = await observeBatch(model, [{ index, ids: Int32Array.of(7, 5, 3, 5), label: 1, words }]);
    const [attribution] = await shapley(model, observed);
    return { scores: [...attribution!.scores], errors: [...attribution!.errors!] };
  };

  test('they are its parts, without an error', async () => {
    expect(await scoresOf(null)).toEqual({ scores: [7, 5, 3, 5], errors: [0, 0, 0, 0] });
  });

  test('the pieces of a word share its value', async () => {
    expect((await scoresOf(Int32Array.of(0, 0, 1, 2), 9)).scores).toEqual([12, 12, 3, 5]);
  });
});

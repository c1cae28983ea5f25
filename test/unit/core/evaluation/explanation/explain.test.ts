import { describe, expect, it } from 'vitest';
import { explain, summarize } from '../../../../../src/core/evaluation/explanation/explain.ts';
import { readWords } from '../../../../../src/core/dataset/textReader.ts';
import { UserError } from '../../../../../src/common/userError.ts';
import { fakeModel, plainRules } from '../fakeModel.ts';

const rules = {
  ...plainRules,
  attention: (i: number, j: number) => (i + j) / 10,
  hidden: (id: number) => [id === 1 ? 4 : 0, id, 0],
};
const text = {
  text: readWords(
    ['fine', 'zyxt', 'film', 'indeed'],
    [0, 5, 10, 15].map((start) => ({ start, end: start + 4 })),
    Int32Array.of(9, 1, 3),
  ),
  classes: ['bad', 'good'],
  theta: 0.5,
};

describe('an explanation', () => {
  it('contains the prediction, tokens, pairs and neurons of a text', async () => {
    const result = await explain({ ...fakeModel(rules), ...text });
    expect(result.predicted).toBe('good');
    expect(result.probabilities[1]).toEqual({ class: 'good', probability: expect.closeTo(1 / (1 + Math.exp(-3))) });
    expect(result.logits[1]! - result.logits[0]!).toBeCloseTo(3);
    expect(result.tokens).toEqual([
      { text: 'fine', id: 9, start: 0, end: 4, known: true, keep: expect.closeTo(0.09) },
      { text: 'zyxt', id: 1, start: 5, end: 9, known: false, keep: expect.closeTo(0.01) },
      { text: 'film', id: 3, start: 10, end: 14, known: true, keep: expect.closeTo(0.03) },
    ]);
    expect(result.unread).toBe(1);
    expect(result.pairs).toEqual([
      { first: 1, second: 2, score: expect.closeTo(0.3) },
      { first: 0, second: 2, score: expect.closeTo(0.2) },
      { first: 0, second: 1, score: expect.closeTo(0.1) },
    ]);
    // On <UNK> neuron 0 reaches 4 and neuron 1 only 1, less than half of it.
    expect(result.neurons).toEqual([
      {
        layer: 0,
        index: 1,
        label: 'polysemantic',
        activation: 9,
        tokens: [
          { token: 0, activation: 9 },
          { token: 2, activation: 3 },
        ],
      },
      { layer: 0, index: 0, label: 'monosemantic', activation: 4, tokens: [{ token: 1, activation: 4 }] },
    ]);
    expect(result.counts).toEqual({ unused: 1, monosemantic: 1, polysemantic: 1 });
  });

  it('is summarized without its neurons', async () => {
    const { neurons, ...rest } = await explain({ ...fakeModel(rules), ...text });
    expect(neurons).toHaveLength(2);
    expect(await summarize({ ...fakeModel(rules), ...text })).toEqual(rest);
  });

  it('is plain data, with and without a mask', async () => {
    const result = await explain({ ...fakeModel({ ...rules, keep: null }), ...text });
    expect(result.tokens.map(({ keep }) => keep)).toEqual([null, null, null]);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('rejects a text without tokens', async () => {
    const empty = { ...fakeModel(rules), ...text, text: readWords([], [], new Int32Array(0)) };
    await expect(explain(empty)).rejects.toThrow(UserError);
  });
});

import { describe, expect, it } from 'vitest';
import { attention, explain, inspect, summarize } from '../../../../../src/core/evaluation/explanation/explain.ts';
import { joinPieces } from '../../../../../src/core/dataset/textWord.ts';
import { explainedText } from './explainedText.ts';
import { textOfWords, type ReadText } from '../../../../../src/core/dataset/textReader.ts';
import { UserError } from '../../../../../src/common/userError.ts';
import { fakeModel, plainRules } from '../fakeModel.ts';

const rules = {
  ...plainRules,
  attention: (i: number, j: number) => (i + j) / 10,
  hidden: (id: number) => [id === 1 ? 4 : 0, id, 0],
};
const text = {
  text: textOfWords(
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
    expect({ tokens: result.tokens, words: result.words }).toEqual(
      explainedText([
        { text: 'fine', id: 9, start: 0, end: 4, known: true, keep: expect.closeTo(0.09) as number },
        { text: 'zyxt', id: 1, start: 5, end: 9, known: false, keep: expect.closeTo(0.01) as number },
        { text: 'film', id: 3, start: 10, end: 14, known: true, keep: expect.closeTo(0.03) as number },
      ]),
    );
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

  it('joins pieces to words, whose importance and pairs are those of their strongest pieces', async () => {
    const spans = [0, 2, 7, 12].map((start, i) => ({ start, end: [1, 7, 11, 16][i]! }));
    const wordOfToken = Int32Array.of(0, 1, 1);
    const pieces: ReadText = {
      ...{ tokens: ['a', 'worth', '##less', 'film'], spans, ids: Int32Array.of(9, 4, 1), known: [true, true, false] },
      ...{ wordOfToken, words: joinPieces('A worthless film', spans, wordOfToken), unread: ['film'] },
    };
    const { explanation, unread } = await inspect({ ...fakeModel(rules), ...text, text: pieces });
    const { tokens, words, pairs } = explanation;
    expect(words).toEqual([
      { text: 'A', start: 0, end: 1, firstToken: 0, pieces: 1, known: true, keep: expect.closeTo(0.09) },
      { text: 'worthless', start: 2, end: 11, firstToken: 1, pieces: 2, known: false, keep: expect.closeTo(0.04) },
    ]);
    expect(tokens.map((token) => [token.text, token.word, token.inWord])).toEqual([
      ['a', 0, 'A'],
      ['worth', 1, '[worth]less'],
      ['##less', 1, 'worth[less]'],
    ]);
    expect(pairs).toEqual([{ first: 0, second: 1, score: expect.closeTo(0.2) }]);
    expect([explanation.unread, unread]).toEqual([1, ['film']]);
  });

  it('is plain data, with and without a mask', async () => {
    const result = await explain({ ...fakeModel({ ...rules, keep: null }), ...text });
    expect(result.tokens.map(({ keep }) => keep)).toEqual([null, null, null]);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('rejects a text without tokens', async () => {
    const empty = { ...fakeModel(rules), ...text, text: textOfWords([], [], new Int32Array(0)) };
    await expect(explain(empty)).rejects.toThrow(UserError);
  });
});

describe('the attention of a text', () => {
  const model = fakeModel({ ...rules, attention: (query: number, key: number) => (2 * query + key) / 10 });
  const ask = (part: Parameters<typeof attention>[1]) => attention({ ...model, ...text }, part);

  it('is from each token to each, with the pairs of the explanation where it is the mean of all', async () => {
    const { pairs, weights } = await ask(null);
    expect(pairs).toEqual((await summarize({ ...model, ...text })).pairs);
    expect(Array.from(weights, (weight) => Math.round(weight * 10))).toEqual([0, 1, 2, 2, 3, 4, 4, 5, 6]);
    expect(await ask({ layer: 0, head: null })).toEqual({ pairs, weights });
  });

  it('is refused for a head that the model lacks', async () => {
    await expect(ask({ layer: 0, head: 99 })).rejects.toThrow('the model has no layer 1, head 100');
    await expect(ask({ layer: 9, head: null })).rejects.toThrow('the model has no layer 10');
  });
});

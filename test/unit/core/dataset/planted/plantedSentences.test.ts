import { describe, expect, test } from 'vitest';
import { openDataset } from '../../../../../src/core/dataset/dataset.ts';
import { makeTokenizer } from '../../../../../src/core/dataset/tokenizer.ts';
import {
  adjectives,
  contrasts,
  distractors,
  negators,
  verbs,
} from '../../../../../src/core/dataset/planted/lexicon.ts';
import { plantedSentences, type PlantedSentence } from '../../../../../src/core/dataset/planted/plantedSentences.ts';
import { experimentOn } from '../experiments.ts';

const settings = { sentences: 2000, distractors: 0.4, seed: 1 };
const train = [...plantedSentences(settings, 'train')];
const negations = new Set([...negators.copula, ...negators.verb]);
const polarity = (word: string) =>
  [1, 0].find((label) => adjectives[label]!.includes(word) || verbs[label]!.includes(word)) ?? null;
const wordsOf = ({ text }: PlantedSentence) => text.split(' ');

describe('a planted sentence', () => {
  test('has 6 to 20 tokens, the same ones for every tokenizer', () => {
    const tokenizer = { lowercase: true, minFrequency: 1 };
    for (const sentence of train) {
      const tokens = wordsOf(sentence);
      expect(tokens.length).toBeGreaterThanOrEqual(6);
      expect(tokens.length).toBeLessThanOrEqual(20);
      for (const kind of ['whitespace', 'words'] as const) {
        expect(makeTokenizer({ ...tokenizer, kind })(sentence.text)).toEqual(tokens);
      }
    }
  });

  test('has the label that its planted words and pairs decide', () => {
    for (const sentence of train) {
      const tokens = wordsOf(sentence);
      const { words, pairs } = sentence.truth;
      const deciding = words.filter((place) => polarity(tokens[place]!) !== null);
      const labels = deciding.map((place) => {
        const turned = pairs.some(([first, second]) => second === place && negations.has(tokens[first]!));
        return turned ? 1 - polarity(tokens[place]!)! : polarity(tokens[place]!);
      });
      expect([...new Set(labels)]).toEqual([sentence.label === 'positive' ? 1 : 0]);
      const operators = words.filter((place) => polarity(tokens[place]!) === null);
      for (const place of operators) {
        expect([...negations, ...contrasts]).toContain(tokens[place]);
        expect(pairs.map(([first]) => first)).toContain(place);
      }
    }
  });

  test('has nothing planted before a contrast, and only pairs of planted words', () => {
    const contrasted = train.filter((sentence) => wordsOf(sentence).some((word) => contrasts.includes(word)));
    expect(contrasted.length).toBeGreaterThan(300);
    for (const sentence of contrasted) {
      expect(contrasts).toContain(wordsOf(sentence)[sentence.truth.words[0]!]);
    }
    for (const { words, pairs } of train.map(({ truth }) => truth)) {
      expect(words).toEqual(words.toSorted((a, b) => a - b));
      for (const [first, second] of pairs) {
        expect(first).toBeLessThan(second);
        expect(words).toEqual(expect.arrayContaining([first, second]));
      }
    }
  });

  test('has distractors that correlate with the label in the training split only', () => {
    const seeming = Object.values(distractors).flatMap(([, positive]) => positive);
    const correlation = (sentences: readonly PlantedSentence[]) => {
      const distracted = sentences.filter(({ truth }) => truth.distractors.length > 0);
      expect(distracted.length).toBeGreaterThan(0.7 * sentences.length);
      const agrees = distracted.filter((sentence) => {
        expect(sentence.truth.words).not.toContain(sentence.truth.distractors[0]);
        return seeming.includes(wordsOf(sentence)[sentence.truth.distractors[0]!]!) === (sentence.label === 'positive');
      });
      return (2 * agrees.length) / distracted.length - 1;
    };
    expect(correlation(train)).toBeCloseTo(0.4, 1);
    const others = [...plantedSentences({ ...settings, sentences: 8000 }, 'test')];
    expect(Math.abs(correlation(others))).toBeLessThan(0.05);
    expect(correlation([...plantedSentences({ ...settings, distractors: 1 }, 'train')])).toBe(1);
  });
});

describe('a planted data set', () => {
  test('has almost no duplicates within a split or across splits', () => {
    const texts = (['train', 'dev', 'test'] as const).flatMap((split) =>
      Array.from(plantedSentences(settings, split), ({ text }) => text),
    );
    expect(texts).toHaveLength(3000);
    expect(new Set(texts).size).toBeGreaterThan(2970);
  });

  test('depends on its own seed, not on that of the training', async () => {
    const open = (seed: number, trainingSeed: number) =>
      openDataset(experimentOn({ source: 'planted', sentences: 40, seed }, { seed: trainingSeed }), { baseDir: '.' });
    const [one, other, fresh] = await Promise.all([open(1, 1), open(1, 2), open(2, 1)]);
    expect(other.source.files).toEqual(one.source.files);
    expect([one.train.length, one.dev.length, one.test.length]).toEqual([40, 10, 10]);
    fresh.source.files.forEach(({ sha256 }, i) => expect(sha256).not.toBe(one.source.files[i]!.sha256));
  });

  test('cannot be combined with the tokenizer pattern, whose positions the truth does not know', () => {
    const tokenizer = { kind: 'pattern', pattern: '[a-z]+' };
    expect(() => experimentOn({ source: 'planted' }, { tokenizer })).toThrow(
      /tokenizer.kind is "pattern"; allowed: "whitespace", "words", because dataset.source is "planted"$/,
    );
  });
});

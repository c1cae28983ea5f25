import { grouped } from '../../src/common/format.ts';
import { estimate } from '../../src/common/statistics.ts';
import { plantedSentences, type PlantedSentence } from '../../src/core/dataset/planted/plantedSentences.ts';
import { averagePrecision } from '../../src/core/evaluation/averagePrecision.ts';
import { randomPermutation } from '../../src/core/evaluation/randomRanking.ts';
import { rankDescending } from '../../src/core/evaluation/rank.ts';
import { readSweep } from '../../src/core/sweep/readSweep.ts';
import { fileOf, linkTo, replaceSection } from './results.ts';

const randomOrders = 20;

/** A word's score, from 0 to 1. */
type Scores = (word: string) => number;

/**
 * Writes a section about how well a ranking that knows each word but not its context, as a mask of word embeddings does, can find the planted
 * words of a sweep: by the share of a word's occurrences that decide a label, and by a perfect separation of the words that ever do.
 */
export function wordRankingsSection(part: string, sweep: string): void {
  const { dataset } = readSweep(fileOf(sweep)).elements[0]!.experiment;
  if (dataset.source !== 'planted') throw new Error(`${sweep} is not about planted reviews`);
  const sentences = [...plantedSentences(dataset, 'test')];
  const shares = decidingShares(sentences);
  const best = precisionOf(sentences, (word) => shares.get(word)!);
  const separated = Array.from({ length: randomOrders }, (_, seed) => {
    const noise = randomPermutation(seed, shares.size);
    const places = new Map([...shares.keys()].map((word, i) => [word, noise[i]! / shares.size]));
    return precisionOf(sentences, (word) => ((shares.get(word)! > 0 ? 1 : 0) + places.get(word)!) / 2);
  });
  const { mean, half } = estimate(separated)!;
  replaceSection(
    part,
    `Average precision on the ${grouped(sentences.length)} test texts of ${linkTo(sweep)} of rankings that know each word but not its context, as the mask does: ` +
      `${percent(best)} % where words are in the order of the share of their occurrences that decide a label, and ${percent(mean)} ± ${percent(half!)} % ` +
      `where every word that ever decides one comes before all others, in ${randomOrders} random orders.\n`,
  );
}

/** The share of the occurrences of each word that decide a label. */
function decidingShares(sentences: readonly PlantedSentence[]): Map<string, number> {
  const counts = new Map<string, { deciding: number; all: number }>();
  for (const { text, truth } of sentences) {
    text.split(' ').forEach((word, i) => {
      const { deciding, all } = counts.get(word) ?? { deciding: 0, all: 0 };
      counts.set(word, { deciding: deciding + (truth.words.includes(i) ? 1 : 0), all: all + 1 });
    });
  }
  return new Map(Array.from(counts, ([word, { deciding, all }]) => [word, deciding / all]));
}

function precisionOf(sentences: readonly PlantedSentence[], scores: Scores): number {
  const found = sentences.map(({ text, truth }) => {
    const order = rankDescending(Float32Array.from(text.split(' '), scores));
    return averagePrecision(order, new Set(truth.words));
  });
  return found.reduce((sum, one) => sum + one, 0) / found.length;
}

const percent = (share: number) => (100 * share).toFixed(1);

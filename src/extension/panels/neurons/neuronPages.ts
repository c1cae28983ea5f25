import { quantileLines } from '../../../core/evaluation/facts/quantileLines.ts';
import type { CorpusNeuron as StoredNeuron } from '../../../core/evaluation/corpusNeurons.ts';
import type { NeuronFacts } from '../../../core/evaluation/facts/neuronFacts.ts';
import type { Run } from '../../../core/runs/readRun.ts';
import { effectTexts, type NeuronNumber, type WordOf } from '../../../core/evaluation/facts/neuronPage.ts';
import type { ClassEffect, CorpusNeuron, NeuronPage, QuantileLines } from '../../../protocol/neurons.ts';
import { settings } from '../../settings.ts';
import type { Studio } from '../../studio.ts';
import { corpusLine } from './neuronLine.ts';
import { testTexts } from './neuronLines.ts';

/** A neuron over the test split, with words and classes by their names. */
export function corpusNeuron(
  { label, fires, words, histogram, meanByClass, top }: Omit<StoredNeuron, 'purity'>,
  wordOf: WordOf,
  classes: readonly string[],
): CorpusNeuron {
  return {
    ...{ label, fires, strongest: top.values.length },
    words: words.map(([id, count]) => ({ word: wordOf(id), count })),
    histogram: { ...histogram, counts: [...histogram.counts] },
    meanByClass: meanByClass.map((mean, c) => ({ class: classes[c] ?? String(c), mean })),
  };
}

/** The page of a neuron, with words and classes by their names. */
export function neuronPage(facts: NeuronFacts, wordOf: WordOf, classes: readonly string[]): NeuronPage {
  const { types, wordLabel } = facts;
  return {
    neuron: corpusNeuron(facts, wordOf, classes),
    label: wordLabel && { ...wordLabel, words: wordLabel.words.map(wordOf) },
    types: types.map(({ word, share }) => ({ word: wordOf(word), share })),
  };
}

/** Its lines around quantiles of its activations. Errors: as `Inference.request`. */
export async function pageLines(
  studio: Studio,
  run: Run,
  facts: NeuronFacts,
  signal: AbortSignal,
): Promise<QuantileLines[]> {
  const groups = quantileLines(facts);
  const numbers = new Set(groups.flatMap(({ places }) => places.map(({ sentence }) => sentence)));
  const texts = await testTexts(studio, run.directory, [...numbers], signal);
  const byNumber = new Map(texts.map((text) => [text.index, text]));
  const reader = await studio.textReaders.of(run);
  return groups.map(({ quantile, places }) => ({
    quantile,
    lines: places.flatMap(({ sentence, position, value }) => {
      const text = byNumber.get(sentence);
      return text ? [corpusLine(text, reader.words(text.text), position, value)] : [];
    }),
  }));
}

/** Its effect on the texts of its random activations. Errors: as `Inference.request`. */
export async function pageEffects(
  { inference }: Studio,
  { directory, classes }: Run,
  neuron: NeuronNumber & { readonly features: string | undefined },
  facts: NeuronFacts,
  signal: AbortSignal,
): Promise<ClassEffect[]> {
  const { cacheDir } = settings();
  const params = { directory, ...neuron, sentences: effectTexts(facts), cacheDir };
  const effects = await inference.request('effectByClass', params, signal);
  return effects.map(({ texts, margin }, c) => ({ class: classes[c] ?? String(c), texts, margin }));
}

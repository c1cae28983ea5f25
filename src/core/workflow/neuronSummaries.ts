import { join } from 'node:path';
import { readWords } from '../dataset/vocabulary.ts';
import type { NeuronLabel } from '../evaluation/corpusNeurons.ts';
import type { NeuronFacts } from '../evaluation/facts/neuronFacts.ts';
import type { NeuronNumber, WordOf } from '../evaluation/facts/neuronPage.ts';
import type { StoredFacts } from '../runs/neuronFactsFile.ts';
import { runFiles } from '../runs/runFiles.ts';

/** A neuron in a list. Shares are 0 to 1. */
export interface NeuronSummary extends NeuronNumber {
  readonly corpus: NeuronLabel;
  /** The words of its label; none if it never fires on the half of the texts that makes labels. */
  readonly words: readonly string[];
  /** The other words that it fires for: those with the largest shares of its activation. */
  readonly otherWords: readonly string[];
  /** By which the label predicts its firing, and that of a random order; null without a label. */
  readonly averagePrecision: number | null;
  readonly random: number | null;
  /** null if it never fires. */
  readonly purity: number | null;
  /** Number of tokens on which it fires. */
  readonly fires: number;
}

/** The words of a run by their ids. Errors: as `readWords`. */
export function readWordOf(directory: string): WordOf {
  const vocabulary = readWords(join(directory, runFiles.vocabulary));
  return (id) => vocabulary[id] ?? '<UNK>';
}

/** The neurons of a run in a few words each, layer by layer. */
export function neuronSummaries({ layers }: StoredFacts, wordOf: WordOf): NeuronSummary[] {
  return layers.flatMap((neurons, layer) =>
    neurons.map((facts, index) => ({ layer, index, ...summaryOf(facts, wordOf) })),
  );
}

function summaryOf(facts: NeuronFacts, wordOf: WordOf): Omit<NeuronSummary, keyof NeuronNumber> {
  const { label, wordLabel, types, fires } = facts;
  const own = wordLabel?.words ?? [];
  return {
    corpus: label,
    words: own.map(wordOf),
    otherWords: types.filter(({ word }) => !own.includes(word)).map(({ word }) => wordOf(word)),
    averagePrecision: wordLabel?.averagePrecision ?? null,
    random: wordLabel && wordLabel.averagePrecision !== null ? wordLabel.random : null,
    purity: types[0]?.share ?? null,
    fires,
  };
}

/** What a list is sorted by: number, or the largest first of by how much the label beats a random order, purity, number of tokens. */
export const neuronSortings = ['label', 'purity', 'fires', 'number'] as const;
export type NeuronSorting = (typeof neuronSortings)[number];

/** Those with a word that contains the text, in lower or upper case, sorted; neurons that lack the measure are last. */
export function findNeurons(neurons: readonly NeuronSummary[], text: string, by: NeuronSorting): NeuronSummary[] {
  const sought = text.trim().toLowerCase();
  const has = ({ words, otherWords }: NeuronSummary) =>
    [...words, ...otherWords].some((word) => word.toLowerCase().includes(sought));
  const found = sought === '' ? [...neurons] : neurons.filter(has);
  if (by === 'number') return found;
  const key = {
    label: ({ averagePrecision, random }: NeuronSummary) =>
      averagePrecision === null ? -Infinity : averagePrecision - random!,
    purity: ({ purity }: NeuronSummary) => purity ?? -Infinity,
    fires: ({ fires }: NeuronSummary) => fires,
  }[by];
  return found.sort((a, b) => key(b) - key(a) || a.layer - b.layer || a.index - b.index);
}

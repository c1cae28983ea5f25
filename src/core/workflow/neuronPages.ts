import { wordInContext, type WordInContext } from '../dataset/wordInContext.ts';
import type { ClassEffect } from '../evaluation/facts/effectByClass.ts';
import type { NeuronFacts } from '../evaluation/facts/neuronFacts.ts';
import { quantileLines, type ActivationPlace } from '../evaluation/facts/quantileLines.ts';
import type { StoredFacts } from '../runs/neuronFactsFile.ts';
import { openTextReader } from '../runs/openTextReader.ts';
import { readRun } from '../runs/readRun.ts';
import { openExplainer } from './explainer.ts';
import type { NeuronFactsOptions } from './neuronFacts.ts';
import { readRunTexts } from './readTexts.ts';
import { withDevice, withOverrides } from './workflowContext.ts';

/** A neuron by its number in its layer, both from 0. */
export interface NeuronNumber {
  readonly layer: number;
  readonly index: number;
}

export interface PageLine extends ActivationPlace, WordInContext {
  /** The class of the text. */
  readonly label: string;
}

/** What is known about one neuron over the test split, with the texts of its activations. */
export interface NeuronPage extends NeuronNumber {
  readonly facts: NeuronFacts;
  readonly lines: readonly { readonly quantile: number; readonly lines: readonly PageLine[] }[];
  /** Of each class: the effect on the texts of the random activations. */
  readonly effects: readonly (ClassEffect & { readonly class: string })[];
}

/** Pages of some neurons of a run. Errors: as `readRunTexts` and `openExplainer`; an aborted signal throws its reason. */
export async function neuronPages(
  { layers }: StoredFacts,
  neurons: readonly NeuronNumber[],
  options: NeuronFactsOptions,
): Promise<NeuronPage[]> {
  const { directory, signal } = options;
  const run = await readRun(directory);
  const all = neurons.map(({ layer, index }) => ({ layer, index, facts: layers[layer]![index]! }));
  const wanted = new Set(all.flatMap(({ facts }) => [...facts.top.sentences, ...facts.sample.sentences]));
  const texts = new Map<number, { readonly text: string; readonly label: string }>();
  let number = 0;
  for await (const { text, label } of readRunTexts(run, options, 'test')) {
    if (wanted.has(number)) texts.set(number, { text, label: label ?? '' });
    number++;
  }
  const reader = await openTextReader(run);
  const lineOf = (place: ActivationPlace): PageLine => {
    const { text, label } = texts.get(place.sentence)!;
    return { ...place, label, ...wordInContext(reader.words(text), place.position) };
  };
  return withDevice(withOverrides(run.experiment, options), options, async (device) => {
    const explainer = await openExplainer(device, directory);
    try {
      const pages: NeuronPage[] = [];
      for (const { facts, ...neuron } of all) {
        const sampled = effectTexts(facts).map((sentence) => texts.get(sentence)!.text);
        const effects = await explainer.effectByClass(sampled, neuron, signal);
        pages.push({
          ...{ ...neuron, facts },
          lines: quantileLines(facts).map(({ quantile, places }) => ({ quantile, lines: places.map(lineOf) })),
          effects: effects.map((effect, c) => ({ class: run.classes[c]!, ...effect })),
        });
      }
      return pages;
    } finally {
      await explainer.close();
    }
  });
}

/** The texts on which the effect of a neuron is measured: those of its random activations, by their numbers. */
export function effectTexts({ sample }: Pick<NeuronFacts, 'sample'>): number[] {
  return [...new Set(sample.sentences)].sort((a, b) => a - b);
}

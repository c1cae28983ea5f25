import { wordInContext } from '../dataset/wordInContext.ts';
import { effectTexts, type NeuronNumber, type NeuronPage, type PageLine } from '../evaluation/facts/neuronPage.ts';
import { quantileLines, type ActivationPlace } from '../evaluation/facts/quantileLines.ts';
import type { StoredFacts } from '../runs/neuronFactsFile.ts';
import { openTextReader } from '../runs/openTextReader.ts';
import { readRun } from '../runs/readRun.ts';
import { openExplainer } from './explainer.ts';
import type { NeuronFactsOptions } from './neuronFacts.ts';
import { readRunTexts } from './readTexts.ts';
import { withDevice, withOverrides } from './workflowContext.ts';

/** Pages of some neurons of a run, or features of one of its autoencoders. Errors: as `readRunTexts` and `openExplainer`; an aborted signal throws its reason. */
export async function neuronPages(
  { layers }: StoredFacts,
  neurons: readonly NeuronNumber[],
  options: NeuronFactsOptions,
): Promise<NeuronPage[]> {
  const { directory, features, signal } = options;
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
    return { ...place, label, ...wordInContext(text, reader.words(text), place.position) };
  };
  return withDevice(withOverrides(run.experiment, options), options, async (device) => {
    const explainer = await openExplainer(device, directory, { features });
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

import type { Run } from '../../../core/runs/readRun.ts';
import type { DataText } from '../../../protocol/compute.ts';
import type { CorpusLine } from '../../../protocol/neurons.ts';
import type { Studio } from '../../studio.ts';
import { settings } from '../../settings.ts';
import { corpusLine } from './neuronLine.ts';
import type { CorpusNeuron } from '../../../core/evaluation/corpusNeurons.ts';

/** The lines of a neuron's strongest activations, strongest first. Errors: as `Inference.request`. */
export async function neuronLines(
  studio: Studio,
  run: Run,
  { top }: CorpusNeuron,
  signal: AbortSignal,
): Promise<CorpusLine[]> {
  const texts = await testTexts(studio, run.directory, [...new Set(top.sentences)], signal);
  const byIndex = new Map(texts.map((text) => [text.index, text]));
  const reader = await studio.textReaders.of(run);
  return top.sentences.flatMap((sentence, i) => {
    const text = byIndex.get(sentence);
    return text ? [corpusLine(text, reader.words(text.text), top.positions[i]!, top.values[i]!)] : [];
  });
}

/** Texts of a run's test split by their numbers. Errors: as `Inference.request`. */
export async function testTexts(
  { inference }: Studio,
  directory: string,
  indices: number[],
  signal?: AbortSignal,
): Promise<readonly DataText[]> {
  if (indices.length === 0) return [];
  const { cacheDir } = settings();
  return inference.request('texts', { directory, split: 'test', indices, cacheDir }, signal);
}

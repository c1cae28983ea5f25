import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Vocabulary } from '../../../../../src/core/dataset/vocabulary.ts';
import type { CorpusNeuron } from '../../../../../src/core/evaluation/corpusNeurons.ts';
import { NeuronEvaluations } from '../../../../../src/extension/panels/neurons/neuronEvaluations.ts';
import { someEvaluation } from '../../../core/runs/someEvaluation.ts';

const { neurons: report } = someEvaluation();
const layer = report.layers[0]!;
const [neuron] = layer.corpus.neurons as [CorpusNeuron];
const dead: CorpusNeuron = { ...neuron, label: 'dead' };
const evaluation = (...neurons: readonly CorpusNeuron[]) =>
  JSON.stringify(
    someEvaluation({ neurons: { ...report, layers: [{ ...layer, corpus: { ...layer.corpus, neurons } }] } }),
  );

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'safr-'));
  await writeFile(join(directory, 'vocabulary.json'), new Vocabulary(['dream']).toText());
});
afterEach(() => rm(directory, { recursive: true }));
const store = (text: string) => writeFile(join(directory, 'evaluation.json'), text);

describe('NeuronEvaluations', () => {
  it('has nothing of a run that is not evaluated, or whose evaluation is being written', async () => {
    const evaluations = new NeuronEvaluations();
    expect(await evaluations.of(directory)).toBeNull();
    await store('{ "neurons": ');
    expect(await evaluations.of(directory)).toBeNull();
  });

  it('gives labels, neurons and words', async () => {
    await store(evaluation(neuron, dead));
    const neurons = await new NeuronEvaluations().of(directory);
    expect(neurons?.labels).toEqual([['monosemantic', 'dead']]);
    expect(neurons?.neuron(0, 0)).toEqual(neuron);
    expect(neurons?.word(2)).toBe('dream');
  });

  it('knows no neuron that does not exist', async () => {
    await store(evaluation(dead));
    const neurons = await new NeuronEvaluations().of(directory);
    expect([neurons?.neuron(0, 9), neurons?.neuron(3, 0)]).toEqual([undefined, undefined]);
  });

  it('reads the file again only when it has changed', async () => {
    const evaluations = new NeuronEvaluations();
    await store(evaluation(neuron));
    const first = await evaluations.of(directory);
    expect(await evaluations.of(directory)).toBe(first);
    await store(evaluation(neuron, neuron));
    expect((await evaluations.of(directory))?.labels[0]).toHaveLength(2);
  });
});

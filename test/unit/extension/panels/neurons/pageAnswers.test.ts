import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { Vocabulary } from '../../../../../src/core/dataset/vocabulary.ts';
import type { NeuronFacts } from '../../../../../src/core/evaluation/facts/neuronFacts.ts';
import { factsPlace, storeFacts } from '../../../../../src/core/runs/neuronFactsFile.ts';
import { NeuronPanel } from '../../../../../src/extension/panels/neurons/neuronPanel.ts';
import { neuronsToPanel, neuronsVersion } from '../../../../../src/protocol/neurons.ts';
import { temporaryFolder } from '../../../core/runs/temporaryFolder.ts';
import { eventually, fakeStudio, newPanel } from '../../fakeStudio.ts';
import { someRun } from '../../someRun.ts';
import type { PanelStub } from '../../vscodeStub.ts';

const folder = temporaryFolder();
const places = { sentences: [0], positions: [1], values: [0.5] };
const facts: NeuronFacts = {
  ...{ label: 'monosemantic', fires: 3, words: [[2, 2]], meanByClass: [0.1, null], top: places },
  histogram: { range: 1, counts: [3] },
  types: [{ word: 2, share: 0.5 }],
  wordLabel: { words: [2], averagePrecision: 0.75, random: 0.5 },
  sample: places,
};

let panel: PanelStub;
let directory: string;
beforeEach(async () => {
  const { studio, fakes } = fakeStudio();
  directory = folder.path('run');
  mkdirSync(directory);
  writeFileSync(folder.path('run', 'weights.safetensors'), 'some weights');
  writeFileSync(folder.path('run', 'vocabulary.json'), new Vocabulary(['dull']).toText());
  fakes.runs.set({ ...someRun(), directory });
  fakes.inference.request.mockImplementation(async (kind) =>
    kind === 'effectByClass'
      ? [{ texts: 1, margin: -0.5, flips: 0 }]
      : [{ index: 0, text: 'a dull film', label: 'yes', file: '/rows.tsv', line: 2 }],
  );
  await storeFacts(await factsPlace(directory, null), { sentences: 1, layers: [[facts]] });
  panel = newPanel();
  new NeuronPanel(studio, panel.asPanel, { directory, page: { layer: 0, index: 0 } });
  panel.receive({ kind: 'ready', version: neuronsVersion });
  await eventually(() => expect(panel.of('show')).toHaveLength(1));
});

describe('the pages of neurons', () => {
  it('are shown where the panel is opened on a neuron', () => {
    expect(panel.of('show')).toMatchObject([{ view: 'neurons', page: { layer: 0, index: 0 } }]);
  });

  it('begin with a list that is read from the run, not measured again', async () => {
    panel.receive({ kind: 'list', directory });
    await eventually(() => expect(panel.of('neurons')).toHaveLength(1));
    expect(panel.of('neurons')).toMatchObject([{ layers: 1, neurons: [{ words: ['dull'], purity: 0.5, fires: 3 }] }]);
    expect(panel.of('measuring')).toEqual([]);
  });

  it('are those of features where an autoencoder is named', async () => {
    panel.receive({ kind: 'list', directory, features: 'ffn1-k2' });
    await eventually(() => expect(panel.of('neurons')).toHaveLength(1));
    expect(panel.of('neurons')).toMatchObject([
      { features: 'ffn1-k2', neurons: null, problem: { message: 'the run has no autoencoder "ffn1-k2"; it has none' } },
    ]);
  });

  it('have lines of the data and the effect of the neuron', async () => {
    panel.receive({ kind: 'page', id: 4, directory, layer: 0, index: 0 });
    await eventually(() => expect(panel.of('pageEffects')).toHaveLength(1));
    expect(panel.of('page')).toMatchObject([{ id: 4, page: { label: { words: ['dull'], averagePrecision: 0.75 } } }]);
    expect(panel.of('pageLines')).toMatchObject([
      {
        id: 4,
        groups: [{ quantile: 1, lines: [{ before: 'a ', word: 'dull', after: ' film', place: 'rows.tsv:2' }] }],
      },
    ]);
    expect(panel.of('pageEffects')).toMatchObject([{ id: 4, effects: [{ texts: 1, margin: -0.5 }] }]);
    for (const kind of ['page', 'pageLines', 'pageEffects'] as const)
      for (const message of panel.of(kind)) expect(neuronsToPanel.safeParse(message).success).toBe(true);
  });

  it('say that the model has no such neuron', async () => {
    panel.receive({ kind: 'page', id: 5, directory, layer: 3, index: 9 });
    await eventually(() => expect(panel.of('page')).toHaveLength(1));
    expect(panel.of('page')).toMatchObject([{ page: null, problem: { message: 'the model has no neuron 4:9' } }]);
  });
});

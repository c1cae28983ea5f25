import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../../../src/common/userError.ts';
import { Vocabulary } from '../../../../../src/core/dataset/vocabulary.ts';
import type { CorpusNeuron } from '../../../../../src/core/evaluation/corpusNeurons.ts';
import { NeuronPanel } from '../../../../../src/extension/panels/neurons/neuronPanel.ts';
import { neuronsToPanel, neuronsVersion } from '../../../../../src/protocol/neurons.ts';
import { temporaryFolder } from '../../../core/runs/temporaryFolder.ts';
import { someEvaluation } from '../../../core/runs/someEvaluation.ts';
import { explainedText } from '../../../core/evaluation/explanation/explainedText.ts';
import { eventually, fakeStudio, newPanel } from '../../fakeStudio.ts';
import { someRun } from '../../someRun.ts';
import { editor, type PanelStub } from '../../vscodeStub.ts';

const folder = temporaryFolder();
const explanation = {
  predicted: 'yes',
  probabilities: [{ class: 'yes', probability: 0.9 }],
  logits: [2.2],
  ...explainedText([{ text: 'fine', id: 2, start: 0, end: 4, known: true, keep: 0.8 }]),
  unread: 0,
  pairs: [],
  neurons: [],
  counts: { unused: 1, monosemantic: 0, polysemantic: 0 },
};

let panel: PanelStub;
let fakes: ReturnType<typeof fakeStudio>['fakes'];
let directory: string;
let neuronPanel: NeuronPanel;
/** Answers requests by their kind. */
let answers: Record<string, (params: object, signal?: AbortSignal) => unknown>;

beforeEach(() => {
  const { studio, ...made } = fakeStudio();
  fakes = made.fakes;
  directory = folder.path('run');
  mkdirSync(directory);
  fakes.runs.set({ ...someRun(), directory });
  answers = {
    texts: () => [{ index: 0, text: 'the first sentence', label: 'yes', file: '/rows.tsv', line: 2 }],
    inspect: () => ({ explanation, unread: ['and', 'dull'], activations: [[0.1, 0.2]], heads: 2 }),
    explain: () => explanation,
  };
  fakes.inference.request.mockImplementation(async (kind, params, signal) => answers[kind]!(params, signal));
  panel = newPanel();
  neuronPanel = new NeuronPanel(studio, panel.asPanel, { directory });
});

async function ready(): Promise<void> {
  panel.receive({ kind: 'ready', version: neuronsVersion });
  await eventually(() => expect(panel.of('show')).toHaveLength(1));
}
const inspect = (id: number, text = 'fine and dull') =>
  panel.receive({ kind: 'inspect', id, directory, text, off: [], original: null });
/** An answer that ends only by its signal. */
const never = (_: object, signal?: AbortSignal) =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));

function evaluate(neuron: CorpusNeuron): void {
  const { neurons } = someEvaluation();
  const layer = neurons.layers[0]!;
  const layers = [{ ...layer, corpus: { ...layer.corpus, neurons: [neuron] } }];
  const evaluation = someEvaluation({ neurons: { ...neurons, layers } });
  writeFileSync(folder.path('run', 'evaluation.json'), JSON.stringify(evaluation));
}
const stored: CorpusNeuron = {
  label: 'monosemantic',
  fires: 3,
  words: [[2, 2]],
  top: { sentences: [0], positions: [1], values: [0.5] },
  histogram: { range: 1, counts: [3] },
  meanByClass: [0.1, null],
};

describe('the neuron panel', () => {
  it('begins with the runs and the first test sentence, or with the text it is opened on', async () => {
    await ready();
    expect(panel.of('runs')).toMatchObject([{ runs: [{ directory, evaluating: false }] }]);
    const first = { text: 'the first sentence', original: 'the first sentence', label: 'yes' };
    expect(panel.of('show')).toMatchObject([{ ...first, off: [] }]);
    neuronPanel.show({ directory, text: 'another', label: 'no' });
    await eventually(() => expect(panel.of('show').at(-1)).toMatchObject({ text: 'another', label: 'no' }));
    neuronPanel.show({ directory, text: 'of a split without labels', label: '' });
    await eventually(() => expect(panel.of('show').at(-1)).toMatchObject({ label: null }));
    expect(panel.reveals).toBe(2);
  });

  it('has the words that the data mark in the text that it was opened on, until that is edited', async () => {
    await ready();
    const marked = [{ start: 0, end: 4 }];
    neuronPanel.show({ directory, text: 'fine and dull', marked });
    await eventually(() => expect(panel.of('show').at(-1)).toMatchObject({ text: 'fine and dull', marked }));
    inspect(1);
    await eventually(() => expect(panel.of('inspection').at(-1)).toMatchObject({ id: 1, marked: [0] }));
    inspect(2, 'fine and dull film');
    await eventually(() => expect(panel.of('inspection').at(-1)).toMatchObject({ id: 2, marked: [] }));
    inspect(3);
    await eventually(() => expect(panel.of('inspection').at(-1)).toMatchObject({ id: 3, marked: [0] }));
  });

  it('has the words that the data mark in the first test sentence', async () => {
    const rationales = { leaves: [{ start: 4, end: 9 }] };
    const text = 'fine and dull';
    answers['texts'] = () => [{ index: 0, text, label: 'yes', file: '/rows.tsv', line: 2, rationales }];
    await ready();
    expect(panel.of('show')).toMatchObject([{ text, marked: rationales.leaves }]);
  });

  it('begins empty, with the reason, where the data cannot be read', async () => {
    answers['texts'] = () => {
      throw new UserError('rows.tsv: no such file', 'Check the path.');
    };
    await ready();
    expect(panel.of('failed')).toEqual([
      { kind: 'failed', id: null, problem: { message: 'rows.tsv: no such file', remedy: 'Check the path.' } },
    ]);
    expect(panel.of('show')).toMatchObject([{ text: '' }]);
  });

  it('says why it cannot be opened', async () => {
    fakes.runs.all = [];
    fakes.runs.refresh.mockRejectedValue(new UserError('run.json: permission denied', 'Check its permissions.'));
    panel.receive({ kind: 'ready', version: neuronsVersion });
    await eventually(() =>
      expect(panel.of('failed')).toMatchObject([{ id: null, problem: { message: 'run.json: permission denied' } }]),
    );
  });

  it('answers a question about a text by its number, in the form of the protocol', async () => {
    await ready();
    inspect(5);
    await eventually(() => expect(panel.of('corpus')).toHaveLength(1));
    expect(panel.of('inspection')).toMatchObject([{ id: 5, explanation, unread: ['and', 'dull'], original: null }]);
    for (const message of panel.sent) expect(neuronsToPanel.safeParse(message).error).toBeUndefined();
  });

  it('cancels a question when the next text is asked about, and answers that one alone', async () => {
    await ready();
    answers['inspect'] = never;
    inspect(1);
    await eventually(() =>
      expect(fakes.inference.request).toHaveBeenCalledWith('inspect', expect.anything(), expect.anything()),
    );
    answers['inspect'] = () => ({ explanation, unread: [], activations: [], heads: 2 });
    inspect(2);
    await eventually(() => expect(panel.of('inspection')).toMatchObject([{ id: 2 }]));
    expect(panel.of('failed')).toEqual([]);
  });

  it.each(['inspect', 'attention', 'effects', 'switchOff'])('answers with the error where %s fails', async (kind) => {
    await ready();
    answers[kind] = () => {
      throw new Error('the process ended');
    };
    const own = {
      inspect: { off: [], original: null },
      attention: { part: { layer: 0, head: null } },
      effects: { neurons: [{ layer: 0, index: 0 }] },
      switchOff: { neurons: [[0]] },
    }[kind];
    panel.receive({ kind, id: 9, directory, text: 'fine', ...own });
    await eventually(() =>
      expect(panel.of('failed')).toMatchObject([{ id: 9, problem: { message: 'the process ended' } }]),
    );
    expect(fakes.log.error).toHaveBeenCalledOnce();
  });

  it('measures effects a few neurons at a time, until others are asked for', async () => {
    await ready();
    const asked: number[][][] = [];
    const neurons = Array.from({ length: 10 }, (_, i) => ({ layer: i % 2, index: i }));
    answers['effects'] = (params) => {
      asked.push((params as { neurons: number[][] }).neurons);
      return { margin: 1, effects: [0, 1].map((layer) => Float32Array.from({ length: 10 }, (_, f) => 10 * layer + f)) };
    };
    panel.receive({ kind: 'effects', id: 4, directory, text: 'fine', neurons });
    await eventually(() => expect(panel.of('effects')).toHaveLength(2));
    expect(asked).toEqual([
      [
        [0, 2, 4, 6],
        [1, 3, 5, 7],
      ],
      [[8], [9]],
    ]);
    expect(panel.of('effects')[1]).toEqual({
      ...{ kind: 'effects', id: 4, margin: 1 },
      effects: [
        { layer: 0, index: 8, effect: 8 },
        { layer: 1, index: 9, effect: 19 },
      ],
    });
    answers['effects'] = never;
    panel.receive({ kind: 'effects', id: 5, directory, text: 'fine', neurons });
    panel.receive({ kind: 'effects', id: 6, directory, text: 'fine', neurons });
    await eventually(() => expect(fakes.inference.request.mock.calls.at(-2)?.[2]?.aborted).toBe(true));
    expect(fakes.inference.request.mock.lastCall?.[2]?.aborted).toBe(false);
    expect(panel.of('failed')).toEqual([]);
  });

  it('says that a run is deleted which is asked about', async () => {
    await ready();
    fakes.runs.all = [];
    inspect(1);
    await eventually(() => expect(panel.of('failed')).toMatchObject([{ problem: { remedy: /^Choose another run/ } }]));
  });

  it('sends a neuron over the test split, then its lines', async () => {
    await ready();
    evaluate(stored);
    writeFileSync(folder.path('run', 'vocabulary.json'), new Vocabulary(['dream']).toText());
    panel.receive({ kind: 'neuron', id: 3, directory, layer: 0, index: 0 });
    await eventually(() => expect(panel.of('lines')).toHaveLength(1));
    expect(panel.of('neuron')).toMatchObject([
      { id: 3, neuron: { words: [{ word: 'dream', count: 2 }], strongest: 1 } },
    ]);
    expect(panel.of('lines')[0]).toMatchObject({
      id: 3,
      lines: [{ place: 'rows.tsv:2', word: 'first' }],
      problem: null,
    });
  });

  it('answers for a run without an evaluation, and for one that is damaged', async () => {
    await ready();
    panel.receive({ kind: 'neuron', id: 1, directory, layer: 0, index: 0 });
    await eventually(() =>
      expect(panel.of('neuron')).toEqual([{ kind: 'neuron', id: 1, neuron: null, problem: null }]),
    );
    evaluate(stored); // but no vocabulary
    panel.receive({ kind: 'neuron', id: 2, directory, layer: 0, index: 0 });
    await eventually(() => expect(panel.of('neuron')).toHaveLength(2));
    const problem = { message: expect.stringMatching(/vocabulary\.json: no vocabulary/) as string };
    expect(panel.of('neuron')[1]).toMatchObject({ id: 2, neuron: null, problem });
    expect(neuronsToPanel.safeParse(panel.of('neuron')[1]).success).toBe(true);
  });

  it('says that the run has other weights or an evaluation', async () => {
    await ready();
    inspect(1);
    await eventually(() => expect(panel.of('corpus')).toMatchObject([{ labels: null }]));
    writeFileSync(folder.path('run', 'weights.safetensors'), '');
    evaluate(stored);
    fakes.runs.changed.fire(directory);
    await eventually(() => expect(panel.of('corpus')).toHaveLength(2));
    expect(panel.of('corpus')[1]).toMatchObject({ labels: [['monosemantic']] });
    expect(panel.of('changed')).toEqual([{ kind: 'changed', directory }]);
  });

  it('shows an error of a line that cannot be opened', async () => {
    await ready();
    answers['texts'] = () => {
      throw new UserError('rows.tsv: no such file', 'Check the path.');
    };
    panel.receive({ kind: 'openLine', directory, sentence: 0, position: 0 });
    await eventually(() =>
      expect(editor.messages.at(-1)?.text).toBe('rows.tsv: no such file. Check the path. (SAFR: Neurons)'),
    );
  });

  it('cancels what it asked for, silently, when it is closed', async () => {
    await ready();
    answers['inspect'] = never;
    inspect(1);
    await eventually(() => expect(fakes.inference.request.mock.lastCall?.[0]).toBe('inspect'));
    panel.dispose();
    expect(fakes.inference.request.mock.lastCall?.[2]?.aborted).toBe(true);
    expect([panel.of('failed'), editor.messages]).toEqual([[], []]);
  });
});

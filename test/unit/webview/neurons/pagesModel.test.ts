import { signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ListedNeuron, NeuronsFromPanel } from '../../../../src/protocol/neurons.ts';
import { PagesModel } from '../../../../webview/neurons/pagesModel.ts';

let sent: NeuronsFromPanel[];
let changes: number;
let pages: PagesModel;
const directory = signal<string | null>('run');
const features = signal<string | undefined>(undefined);
const neuron = (index: number): ListedNeuron => ({
  ...{ layer: 0, index, corpus: 'monosemantic', words: ['dull'], otherWords: [] },
  ...{ averagePrecision: 0.5, random: 0.1 * index, purity: 0.5, fires: 3 },
});
const list = { kind: 'neurons', directory: 'run', layers: 1, neurons: [neuron(1), neuron(0)], problem: null } as const;

beforeEach(() => {
  [sent, changes] = [[], 0];
  pages = new PagesModel({ send: (message) => void sent.push(message) }, { directory, features }, () => changes++);
});

describe('the view of all neurons', () => {
  it('asks for the neurons when it is first chosen, and for the page of the first that is found', () => {
    expect(sent).toEqual([]);
    pages.chooseView('neurons');
    expect(sent[0]).toEqual({ kind: 'list', directory: 'run' });
    pages.receive(list);
    expect(sent.at(-2)).toMatchObject({ kind: 'page', directory: 'run', layer: 0, index: 0 });
    expect(sent.at(-1)).toEqual({ kind: 'view', view: 'neurons', page: { layer: 0, index: 0 } });
    expect(changes).toBe(2);
    pages.chooseView('text');
    pages.chooseView('neurons');
    expect(sent.filter(({ kind }) => kind === 'list')).toHaveLength(1);
  });

  it('shows the page that it is opened on, and ignores answers about another', () => {
    pages.show('neurons', { layer: 0, index: 1 });
    pages.receive({ ...list, directory: 'another run' });
    expect(pages.neurons.value).toBeNull();
    pages.receive(list);
    const asked = sent.find((message) => message.kind === 'page')!;
    expect(asked).toMatchObject({ layer: 0, index: 1 });
    pages.receive({ kind: 'pageLines', id: asked.id - 1, groups: [], problem: null });
    expect(pages.lines.value).toBeUndefined();
    pages.receive({ kind: 'pageLines', id: asked.id, groups: [], problem: null });
    expect(pages.lines.value).toEqual([]);
  });

  it('shows what is being measured until that is stopped', () => {
    pages.chooseView('neurons');
    pages.receive({ kind: 'measuring', directory: 'run', phase: 'measuring the neurons', share: 0.5 });
    expect(pages.measuring.value).toMatchObject({ share: 0.5 });
    pages.stop();
    expect(pages.measuring.value).toBeNull();
    expect(sent.at(-1)).toEqual({ kind: 'stopMeasuring' });
  });

  it('shows the features of an autoencoder where that is chosen', () => {
    pages.chooseView('neurons');
    features.value = 'ffn1-k16';
    pages.restart();
    expect(sent.at(-1)).toEqual({ kind: 'list', directory: 'run', features: 'ffn1-k16' });
    pages.receive(list); // of the neurons, late
    expect(pages.neurons.value).toBeNull();
    pages.receive({ ...list, features: 'ffn1-k16' });
    expect(sent.at(-2)).toMatchObject({ kind: 'page', features: 'ffn1-k16', layer: 0, index: 0 });
    pages.copyLink();
    expect(sent.at(-1)).toEqual({ kind: 'copyLink', directory: 'run', features: 'ffn1-k16', layer: 0, index: 0 });
    features.value = undefined;
  });

  it('forgets the neurons of other weights', () => {
    pages.chooseView('neurons');
    pages.receive(list);
    pages.restart();
    expect(pages.neurons.value).toBeNull();
    expect(pages.chosen.value).toBeNull();
    expect(sent.at(-1)).toEqual({ kind: 'list', directory: 'run' });
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NeuronsFromPanel, NeuronsState, NeuronsToPanel } from '../../../../src/protocol/neurons.ts';
import { NeuronsModel } from '../../../../webview/neurons/neuronsModel.ts';
import { explained } from './explained.ts';

type Sent<K extends NeuronsFromPanel['kind']> = Extract<NeuronsFromPanel, { kind: K }>;

let sent: NeuronsFromPanel[];
let kept: NeuronsState | undefined;
let model: NeuronsModel;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  kept = undefined;
  model = new NeuronsModel({ send: (message) => void sent.push(message), keep: (state) => (kept = state) });
});
afterEach(() => vi.useRealTimers());

const all = <K extends NeuronsFromPanel['kind']>(kind: K) =>
  sent.filter((message): message is Sent<K> => message.kind === kind);
const last = <K extends NeuronsFromPanel['kind']>(kind: K) => all(kind).at(-1)!;

function show(text: string): void {
  model.receive({
    kind: 'show',
    directory: 'run',
    text,
    original: text,
    label: 'bad',
    marked: [],
    off: [],
    view: 'text',
    page: null,
  });
}

function inspection(id: number, words: string): Extract<NeuronsToPanel, { kind: 'inspection' }> {
  const explanation = explained(words);
  const activations = [Float32Array.from({ length: 3 * explanation.tokens.length }, (_, i) => i)];
  return { kind: 'inspection', id, explanation, unread: [], activations, heads: 2, original: null, marked: [] };
}

/** Answers the last question about a text. */
function answer(words: string): void {
  model.receive(inspection(last('inspect').id, words));
}

describe('the neuron panel', () => {
  it('asks about a text that is typed once, when the typing pauses, and keeps it over a reload', () => {
    show('a film');
    model.editText('a go');
    model.editText('a good film');
    expect(all('inspect')).toHaveLength(1);
    vi.runAllTimers();
    expect(all('inspect').map(({ text }) => text)).toEqual(['a film', 'a good film']);
    const original = { original: 'a film', label: 'bad', marked: [] };
    expect(kept).toMatchObject({ directory: 'run', text: 'a good film', ...original, off: [] });
  });

  it('asks for the original text too where its explanation is not known', () => {
    show('a film');
    model.editText('a good film');
    vi.runAllTimers();
    expect(last('inspect').original).toBe('a film');
    model.receive({ ...inspection(last('inspect').id, 'a good film'), original: explained('a film') });
    model.editText('a bad film');
    vi.runAllTimers();
    expect(last('inspect').original).toBeNull();
    expect(model.state.before.value?.tokens).toHaveLength(2);
  });

  it('asks about the features of an autoencoder in place of the neurons, and keeps that', () => {
    show('a film');
    answer('a film');
    model.switchOff([[1]]);
    model.receive({ kind: 'autoencoders', directory: 'another run', names: ['ffn2-k8'] });
    expect(model.state.autoencoders.value).toEqual([]);
    model.receive({ kind: 'autoencoders', directory: 'run', names: ['ffn1-k16'] });
    expect(model.state.autoencoders.value).toEqual(['ffn1-k16']);
    model.chooseFeatures('ffn1-k16');
    expect(last('inspect')).toMatchObject({ features: 'ffn1-k16', text: 'a film', off: [] });
    answer('a film');
    for (const kind of ['neuron', 'effects'] as const) expect(last(kind).features).toBe('ffn1-k16');
    expect(kept).toMatchObject({ features: 'ffn1-k16' });
    model.receive({ kind: 'corpus', directory: 'run', labels: [['dead']] }); // of the neurons, late
    expect(model.state.labels.value).toBeNull();
    model.chooseRun('another run');
    expect(last('inspect')).toMatchObject({ directory: 'another run', features: undefined });
    expect(model.state.autoencoders.value).toEqual([]);
  });

  it('ignores the answer to an earlier text', () => {
    show('a film');
    const { id } = last('inspect');
    model.editText('good');
    vi.runAllTimers();
    model.receive(inspection(id, 'a film'));
    expect(model.state.inspected.value).toBeNull();
    answer('good');
    expect(model.state.inspected.value?.explanation.tokens.map(({ text }) => text)).toEqual(['good']);
  });

  it('says that it is busy while an answer takes long', () => {
    show('a film');
    expect(model.state.isSlow.value).toBe(false);
    vi.runAllTimers();
    expect(model.state.isSlow.value).toBe(true);
    answer('a film');
    expect(model.state.isSlow.value).toBe(false);
  });

  it('chooses the strongest neuron of the first text, then asks what it stands for and what each neuron causes', () => {
    show('a film');
    answer('a film');
    expect(model.state.chosenNeuron.value).toMatchObject({ index: 2, label: 'polysemantic' });
    expect([...model.state.neuronTokens.value]).toEqual([0, 1]);
    expect(last('neuron')).toMatchObject({ layer: 0, index: 2 });
    expect(last('effects')).toMatchObject({ text: 'a film' });
  });

  it('keeps the effects to sort by while those of an edited text are computed', () => {
    show('a film');
    answer('a film');
    expect(model.state.sortEffects.value).toBeNull();
    const { id, neurons } = last('effects');
    expect(neurons.map(({ index }) => index)).toEqual([2, 0]);
    const answer1 = (index: number) => [{ layer: 0, index, effect: 0.5 + index }];
    model.receive({ kind: 'effects', id, margin: 1, effects: answer1(2) });
    expect(model.state.effects.value).toEqual({ margin: 1, effects: [Float32Array.of(NaN, NaN, 2.5)] });
    expect(model.state.sortEffects.value).toBeNull();
    model.receive({ kind: 'effects', id, margin: 1, effects: answer1(0) });
    const effects = model.state.effects.value!.effects;
    expect(effects).toEqual([Float32Array.of(0.5, NaN, 2.5)]);
    model.editText('a good film');
    vi.runAllTimers();
    answer('a good film');
    expect(model.state.effects.value).toBeNull();
    expect(model.state.sortEffects.value).toBe(effects);
    model.chooseRun('another');
    answer('a good film');
    expect(model.state.sortEffects.value).toBeNull();
  });

  it('asks for the effect of a neuron that the list does not have when it is chosen, first of all', () => {
    show('a film');
    answer('a film');
    model.chooseNeuron(1);
    expect(last('effects').neurons.map(({ index }) => index)).toEqual([1, 2, 0]);
    const effects = [0, 1, 2].map((index) => ({ layer: 0, index, effect: 1 }));
    model.receive({ kind: 'effects', id: last('effects').id, margin: 1, effects });
    const asked = all('effects').length;
    model.chooseNeuron(0);
    expect(all('effects')).toHaveLength(asked);
  });

  it('shows the pairs of the chosen part of the attention, for the next text too, until the mean is chosen', () => {
    const pairs = [{ first: 0, second: 1, score: 0.5 }];
    const weights = new Float32Array(4);
    show('a film');
    answer('a film');
    model.choosePart({ layer: 0, head: 1 });
    expect(last('attention')).toMatchObject({ text: 'a film', part: { layer: 0, head: 1 } });
    model.receive({ kind: 'attention', id: last('attention').id, pairs, weights });
    expect(model.state.pairs.value).toEqual(pairs);
    model.editText('a good film');
    vi.runAllTimers();
    answer('a good film');
    expect(model.state.pairs.value).toEqual([]);
    const { id } = last('attention');
    model.choosePart(null);
    model.receive({ kind: 'attention', id, pairs, weights });
    expect(model.state.pairs.value).toEqual(model.state.inspected.value!.explanation.pairs);
  });

  it('asks for the matrix of the attention only while it is shown, for each text and part', () => {
    show('a film');
    answer('a film');
    expect(all('attention')).toEqual([]);
    model.showMatrix(true);
    expect(last('attention')).toMatchObject({ text: 'a film', part: null });
    const weights = Float32Array.of(0.5, 0.25, 0.75, 0.125);
    model.receive({ kind: 'attention', id: last('attention').id, pairs: [], weights });
    expect(model.state.attention.value).toBe(weights);
    model.choosePart({ layer: 0, head: 1 });
    expect(last('attention').part).toEqual({ layer: 0, head: 1 });
    expect(model.state.attention.value).toBe(weights); // until the answer is there
    model.editText('a good film');
    vi.runAllTimers();
    answer('a good film');
    expect(model.state.attention.value).toBeNull();
    expect(all('attention')).toHaveLength(3);
    model.choosePart(null);
    model.showMatrix(false);
    answer('a good film');
    expect(all('attention')).toHaveLength(4);
  });

  it('leaves a token chosen while the same word is at its position', () => {
    show('a film');
    answer('a film');
    model.chooseToken(1);
    model.editText('the film');
    vi.runAllTimers();
    answer('the film');
    expect(model.state.token.value).toBe(1);
    model.editText('film the');
    vi.runAllTimers();
    answer('film the');
    expect(model.state.token.value).toBeNull();
  });

  it('sorts by label again when the token it sorted by is gone', () => {
    show('a film');
    answer('a film');
    model.chooseOrder({ token: 1 });
    model.editText('film');
    vi.runAllTimers();
    answer('film');
    expect(model.state.order.value).toBe('label');
  });

  it('compares with neurons switched off until all are on again, and tells the extension so', () => {
    show('a film');
    answer('a film');
    model.switchOff([[2]]);
    const verdict = { predicted: 'good', probabilities: [], margin: 1 };
    const random = { draws: 20, mean: 0, deviation: 1, flips: 0 };
    const result = { before: verdict, after: verdict, active: 1, random };
    model.receive({ kind: 'switchedOff', id: last('switchOff').id, result });
    expect(model.state.switchedOff.value).toEqual(result);
    model.switchOff([[]]);
    expect(model.state.switchedOff.value).toBeNull();
    expect(last('switchOff').neurons).toEqual([]);
    model.receive({ kind: 'switchedOff', id: last('switchOff').id, result });
    expect(model.state.switchedOff.value).toBeNull();
    expect(kept?.off).toEqual([]);
  });

  it('shows the problem of a question that is open, not of an earlier one', () => {
    const problem = { message: 'out of memory', remedy: 'Close something.' };
    show('a film');
    const { id } = last('inspect');
    model.resetText();
    model.receive({ kind: 'failed', id, problem });
    expect(model.state.problem.value).toBeNull();
    model.receive({ kind: 'failed', id: last('inspect').id, problem });
    expect(model.state.problem.value).toEqual(problem);
    model.resetText();
    answer('a film');
    expect(model.state.problem.value).toBeNull();
  });

  it('asks again when the run gets better weights', () => {
    show('a film');
    answer('a film');
    model.receive({ kind: 'changed', directory: 'another run' });
    expect(all('inspect')).toHaveLength(1);
    model.receive({ kind: 'changed', directory: 'run' });
    expect(all('inspect')).toHaveLength(2);
  });
});

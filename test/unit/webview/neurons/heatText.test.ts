import { expect, test } from 'vitest';
import { heatText } from '../../../../webview/neurons/heatText.ts';
import { layersOf } from '../../../../webview/neurons/inspection.ts';
import { explained } from './explained.ts';

const explanation = explained('a zebra film');
const layer = layersOf(explanation, [Float32Array.of(1, 0, 3, 0, 0, 2, 0, 0, 1)])[0]!;
const shown = { explanation, layer, corpusLabels: undefined };

test('a cell of the map says the token, the neuron, its activation and its label in this text', () => {
  expect(heatText({ token: 1, neuron: 2 }, shown)).toBe(
    '“zebra” · neuron 2 · activation 2.00 · polysemantic in this text',
  );
  expect(heatText({ token: 0, neuron: 1 }, shown)).toBe('“a” · neuron 1 · activation 0 · unused in this text');
});

test('the label over the corpus follows where it is known', () => {
  const corpusLabels = ['monosemantic', 'dead', 'monosemantic'] as const;
  expect(heatText({ token: 0, neuron: 0 }, { ...shown, corpusLabels })).toBe(
    '“a” · neuron 0 · activation 1.00 · monosemantic in this text · monosemantic over the corpus',
  );
});

test('a neuron alone has no activation, a token alone the number of its neurons', () => {
  expect(heatText({ token: null, neuron: 0 }, shown)).toBe('neuron 0 · monosemantic in this text');
  expect(heatText({ token: 0, neuron: null }, shown)).toBe('“a” · has 2 neurons');
  expect(heatText({ token: 1, neuron: null }, shown)).toBe('“zebra” · has 1 neuron');
});

import { describe, expect, it } from 'vitest';
import { parseNeuronLink } from '../../../../../src/extension/panels/neurons/neuronLink.ts';

const parse = (query: string, path = '/neuron') => parseNeuronLink({ path, query });

describe('a link to a neuron', () => {
  it('names a run and a neuron, with the layer from 1', () => {
    expect(parse('run=20250131-140210-mails&neuron=2:12')).toEqual({
      run: '20250131-140210-mails',
      neuron: { layer: 1, index: 12 },
    });
  });

  it('may name an autoencoder, whose feature it is', () => {
    expect(parse('run=a&neuron=1:12&features=ffn1-k16')).toEqual({
      run: 'a',
      neuron: { layer: 0, index: 12 },
      features: 'ffn1-k16',
    });
    expect(parse('run=a&neuron=1:12&features=../ffn1')).toBeNull();
  });

  it.each(['', 'run=a', 'neuron=1:2', 'run=a&neuron=0:2', 'run=a&neuron=12', 'run=a&neuron=1:-2'])(
    'is not %j',
    (query) => {
      expect(parse(query)).toBeNull();
    },
  );

  it('has no other path', () => {
    expect(parse('run=a&neuron=1:2', '/other')).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { parseNeurons } from '../../../src/cli/neuronArgument.ts';
import type { ExplainedNeuron, Explanation } from '../../../src/core/evaluation/explanation/explanation.ts';
import { UserError } from '../../../src/common/userError.ts';

const neuron = (layer: number, index: number, label: ExplainedNeuron['label']): ExplainedNeuron => ({
  layer,
  index,
  label,
  activation: 1,
  tokens: [],
});
const explanation = {
  neurons: [neuron(1, 7, 'monosemantic'), neuron(0, 3, 'polysemantic'), neuron(0, 2, 'monosemantic')],
} as unknown as Explanation;
const parse = (argument: string, layers = 2) =>
  parseNeurons(argument, explanation, { layers, feedForward: 10 } as Parameters<typeof parseNeurons>[2]);

describe('--without', () => {
  it('takes numbers, with the layer from 1 where there are several', () => {
    expect(parse('2:9,1:4,1:0,1:4')).toEqual([[0, 4], [9]]);
    expect(parse('4, 0,9', 1)).toEqual([[0, 4, 9]]);
    expect(parse('1:4', 1)).toEqual([[4]]);
  });

  it('takes all that are monosemantic or polysemantic in the text', () => {
    expect(parse('mono')).toEqual([[2], [7]]);
    expect(parse('poly,mono,2:1')).toEqual([
      [2, 3],
      [1, 7],
    ]);
  });

  it.each(['10', '1:10', '3:1', '0:1', '-1', '1:', 'mona', '', '1:2,', 'toString'])('refuses %j', (argument) => {
    expect(() => parse(argument)).toThrow(UserError);
    expect(() => parse(argument)).toThrow(/a layer from 1 to 2, a colon and a neuron from 0 to 9/);
  });
});

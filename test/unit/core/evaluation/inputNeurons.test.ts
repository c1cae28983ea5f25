import { describe, expect, it } from 'vitest';
import { InputNeuronsTally } from '../../../../src/core/evaluation/inputNeurons.ts';

/** Three tokens, four neurons. */
const hidden = Float32Array.of(/**/ 1, 0.5, 0.49, 0, /**/ 0, 0, 0, 0, /**/ 0, 3, 2, 0);

describe('neurons of a text', () => {
  it('are unused, monosemantic or polysemantic by their number of tokens, averaged over sentences', () => {
    const tally = new InputNeuronsTally(4, 0.5);
    tally.add(hidden); // neuron 1 is shared, 0 and 2 are not, 3 is unused; 4 allocations, 3 tokens
    tally.add(Float32Array.of(0, 0, 0, 5)); // neuron 3 alone; 1 allocation, 1 token
    const report = tally.report();
    expect(report.unused).toBeCloseTo((1 / 4 + 3 / 4) / 2);
    expect(report.monosemantic).toBeCloseTo((2 / 4 + 1 / 4) / 2);
    expect(report.polysemantic).toBeCloseTo((1 / 4 + 0) / 2);
    expect(report.monosemanticShare).toBeCloseTo(3 / 4);
    expect(report.neuronsPerToken).toBeCloseTo((4 / 3 + 1) / 2);
  });

  it('have no monosemantic share if none is active', () => {
    const tally = new InputNeuronsTally(2, 0.5);
    tally.add(new Float32Array(4));
    expect(tally.report()).toMatchObject({ unused: 1, monosemanticShare: null, neuronsPerToken: 0 });
  });
});

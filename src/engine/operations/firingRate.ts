/**
 * Adds the rows of x to a count: firing[0, f] is how often x[·, f] > 0, firing[1, f] the largest x[·, f], firing[2, f] the number of rows.
 */
export interface CountFiring {
  op: 'countFiring';
  x: string; // [rows, width], ≥ 0
  firing: string; // [3, width]
}

/**
 * Group Bias Adaptation (Chen et al., arXiv 2506.14002), in every step whose number `every` divides; `firing` is then set to 0. The neurons
 * are in `groups` equal parts, in order; the target rate of group g is highest · 2⁻ᵍ. The bias of a neuron that fired more often falls by
 * `size` times its largest activation; that of a neuron that never fired rises by `size` times the mean over its group's others of theirs.
 */
export interface SteerBias {
  op: 'steerBias';
  firing: string; // [3, width], as of CountFiring
  bias: string; // [width]
  every: number;
  highest: number;
  groups: number;
  size: number;
}

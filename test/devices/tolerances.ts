/** Largest allowed relative errors, with reasons; float32 has a unit roundoff of 6e-8. */
export const exact = { tolerance: 0, because: 'only compares or copies' };
export const product = { tolerance: 2e-7, because: 'one or two roundings an element' };
export const sum = { tolerance: 2e-6, because: 'float32 sums in another order' };
export const transcendental = { tolerance: 5e-6, because: 'exp, ln and tanh are approximated to about 1e-6' };
/** Softmax of sums, and sums of its results, twice in sequence. */
export const chained = { tolerance: 1e-5, because: 'sums over approximated exponentials, several deep' };

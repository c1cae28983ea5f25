/** Where random numbers are used; each site has its own stream. */
export const sites = {
  gumbel: 0,
  positions: 1,
  attention: (layer: number) => 2 + 2 * layer,
  feedForward: (layer: number) => 3 + 2 * layer,
  pooled: 1 << 15,
  poolerInput: (1 << 15) + 1,
};

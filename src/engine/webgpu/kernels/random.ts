import { dropoutThreshold } from '../../../common/random.ts';
import type { Size } from '../../operations/size.ts';

/** WGSL: Threefry-2x32 with 20 rounds, as in src/common/random.ts. */
export const random = `
fn mix(x: vec2u, left: u32) -> vec2u {
  let sum = x.x + x.y;
  return vec2u(sum, ((x.y << left) | (x.y >> (32u - left))) ^ sum);
}
fn threefry(k0: u32, k1: u32, c0: u32, c1: u32) -> vec2u {
  let k2 = 0x1bd11bdau ^ k0 ^ k1;
  var x = vec2u(c0 + k0, c1 + k1);
  x = mix(mix(mix(mix(x, 13u), 15u), 26u), 6u) + vec2u(k1, k2 + 1u);
  x = mix(mix(mix(mix(x, 17u), 29u), 16u), 24u) + vec2u(k2, k0 + 2u);
  x = mix(mix(mix(mix(x, 13u), 15u), 26u), 6u) + vec2u(k0, k1 + 3u);
  x = mix(mix(mix(mix(x, 17u), 29u), 16u), 24u) + vec2u(k1, k2 + 4u);
  return mix(mix(mix(mix(x, 13u), 15u), 26u), 6u) + vec2u(k2, k0 + 5u);
}`;

/**
 * WGSL: `dropoutFactor(element)`, 0 or `constants.kept`, of rows of `constants.width` elements. One draw serves four elements, so call it in the
 * order of the elements. The rows may be some of a larger batch.
 */
export const dropoutFactors = (rows: Size) => `${random}
var<private> drawnAt = 0xffffffffu;
var<private> drawn: vec2u;
fn dropoutFactor(ownElement: u32) -> f32 {
  if (constants.threshold == 0u) { return 1.0; }
  let element = ownElement + run.${rows === 'sentences' ? 'firstSentence' : 'firstRow'} * constants.width;
  if (drawnAt != element >> 2u) {
    drawnAt = element >> 2u;
    drawn = threefry(run.seed, constants.site, run.step, drawnAt);
  }
  let word = select(drawn.x, drawn.y, (element & 2u) != 0u);
  let bits = select(word & 0xffffu, word >> 16u, (element & 1u) != 0u);
  return select(0.0, constants.kept, bits >= constants.threshold);
}`;

/** The constants of `dropout`; a rate of 0 gives a threshold of 0. */
export const dropoutConstants = { site: 'u32', threshold: 'u32', kept: 'f32' } as const;

export const dropoutOf = (site: number, rate: number) => ({
  site,
  threshold: dropoutThreshold(rate),
  kept: 1 / (1 - rate),
});

import { describe, expect, it } from 'vitest';
import { threefry, uniform as toUniform } from '../../src/common/random.ts';
import { gradientChecks, type GradientCheck } from './gradientChecks.ts';
import { drawGiven, runTask, type Values } from './case.ts';
import { openOracle } from './devices.ts';

const oracle = await openOracle();
const directions = 3;
/** Step size: both the truncation error of central differences and the rounding of float32 stay below 1e-3 of the slope. */
const stepSize = 2e-3;

describe('the oracle', () => {
  it.each(['', ' of cosines'])(
    'gives rows of zeros no gradient of the importance loss%s, although it is not differentiable there',
    async (form) => {
      const check = gradientChecks.find(({ name }) => name === `importanceLoss${form} with rows of zero`)!;
      const values = drawGiven(check);
      const { dX } = await runTask(oracle, check, ['dX'], values);
      const width = 6;
      for (const row of [1, 4, 5]) {
        const range = [row * width, (row + 1) * width] as const;
        expect(dX!.slice(...range)).toEqual(values['dX']!.slice(...range));
      }
    },
  );

  for (const check of gradientChecks) {
    for (const [variable, gradient] of Object.entries(check.gradients)) {
      it(`computes for ${check.name} the ${gradient} of finite differences with respect to ${variable}`, async () => {
        const values = drawGiven(check);
        const analytic = (await runTask(oracle, check, [gradient], values))[gradient]!;
        const base = check.addsTo?.includes(gradient) ? values[gradient]! : new Float32Array(analytic.length);
        const own = analytic.map((value, i) => value - base[i]!);
        let error = 0;
        let size = 0;
        for (let d = 0; d < directions; d++) {
          // Elements that are 0 are not changed: the importance loss jumps there.
          const direction = signs(own, d).map((sign, i) => (values[variable]![i] === 0 ? 0 : sign));
          const expected = await slope(check, values, variable, direction);
          error += (dot(own, direction) - expected) ** 2;
          size += expected ** 2;
        }
        expect(size).toBeGreaterThan(0);
        expect(Math.sqrt(error / size)).toBeLessThan(5e-3);
      });
    }
  }
});

/** ±1 per element; the first direction has the signs of the gradient, so that its slope is large. */
function signs(gradient: Float32Array, d: number): Float32Array {
  return gradient.map((value, i) => (d === 0 ? Math.sign(value) : toUniform(threefry(d, 9, i, 0)[0]) < 0.5 ? -1 : 1));
}

/** The derivative of the objective along a direction of one buffer, by central differences. */
async function slope(check: GradientCheck, values: Values, variable: string, direction: Float32Array) {
  const at = async (step: number) => {
    const moved = values[variable]!.map((value, i) => value + step * direction[i]!);
    const shifted = { ...values, [variable]: moved };
    return check.objective(await runTask(oracle, check, check.outputs, shifted), values);
  };
  return ((await at(stepSize)) - (await at(-stepSize))) / (2 * stepSize);
}

/** Computed in float64. */
function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((total, value, i) => total + value * b[i]!, 0);
}

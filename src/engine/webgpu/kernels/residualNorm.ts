import type { ResidualNorm, ResidualNormBackward } from '../../operations/norm.ts';
import type { Size } from '../../operations/size.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, variants, type Call } from '../kernel.ts';
import { dropoutConstants, dropoutFactors, dropoutOf } from './random.ts';
import { forColumns, rowDeclarations, rowGroups, rowPlace, rowThreads } from './rows.ts';
import { columnSums } from './sums.ts';

/** y = layerNorm(x + dropout(branch))·gamma + beta. */
export function residualNorm(o: ResidualNorm, context: LoweringContext): Call[] {
  return [
    call(residualNormKernel(o.rows), {
      buffers: {
        ...{ x: o.x, branch: o.branch, gamma: o.gamma, beta: o.beta },
        ...{ normalized: o.normalized, inverseDeviation: o.inverseDeviation, y: o.y },
      },
      constants: { width: context.width(o.x), epsilon: o.epsilon, ...dropoutOf(o.site, o.dropout) },
      groups: (shape) => rowGroups(shape[o.rows]),
    }),
  ];
}

export const at = 'let at = row * width + column;';

/** WGSL: from the `sum` of a lane's columns of `normalized`, which is not normalized yet, to `mean` and `inverse`. */
export const deviation = `
  let mean = rowSum(sum, thread) / f32(constants.width);
  sum = 0.0;
  ${forColumns('width', `${at} let deviation = normalized[at] - mean; sum += deviation * deviation;`)}
  let inverse = 1.0 / sqrt(rowSum(sum, thread) / f32(constants.width) + constants.epsilon);`;

/** WGSL: from a lane's `sum` of t = dY∘gamma and its sum `along` normalized to `gradient`, of an element `at` of a `column`. */
export const normGradient = (rows: Size) => `
  let mean = rowSum(sum, thread) / f32(constants.width);
  let meanAlong = rowSum(along, thread) / f32(constants.width);
  let inverse = inverseDeviation[min(row, run.${rows} - 1u)];`;
export const gradientAt = 'inverse * (dY[at] * gamma[column] - mean - normalized[at] * meanAlong)';

/** Each lane reads back only the columns that it wrote, so `normalized` needs no barrier. */
const residualNormKernel = variants((rows: Size) =>
  makeKernel({
    name: 'residualNorm',
    buffers: {
      ...({ x: 'read f32', branch: 'read f32', gamma: 'read f32', beta: 'read f32' } as const),
      ...({ normalized: 'write f32', inverseDeviation: 'write f32', y: 'write f32' } as const),
    },
    constants: { width: 'u32', epsilon: 'f32', ...dropoutConstants },
    threads: rowThreads,
    declarations: `${rowDeclarations}\n${dropoutFactors(rows)}`,
    body: `${rowPlace}
  let valid = row < run.${rows};
  let width = select(0u, constants.width, valid);
  var sum = 0.0;
  ${forColumns('width', `${at} let value = x[at] + branch[at] * dropoutFactor(at); normalized[at] = value; sum += value;`)}
  ${deviation}
  ${forColumns('width', `${at} let value = inverse * (normalized[at] - mean); normalized[at] = value; y[at] = value * gamma[column] + beta[column];`)}
  if (valid && lane == 0u) { inverseDeviation[row] = inverse; }`,
  }),
);

/** With t = dY∘gamma: dX = inverse · (t − mean(t) − normalized · mean(t∘normalized)). */
export function residualNormBackward(o: ResidualNormBackward, context: LoweringContext): Call[] {
  const width = context.width(o.dY);
  const sums = { size: o.rows, width, buffers: { a: o.dY, b: o.normalized } } as const;
  return [
    call(residualNormBackwardKernel(o.rows), {
      buffers: {
        ...{ dY: o.dY, gamma: o.gamma, normalized: o.normalized, inverseDeviation: o.inverseDeviation },
        ...{ dX: o.dX, dBranch: o.dBranch },
      },
      constants: { width, ...dropoutOf(o.site, o.dropout) },
      groups: (shape) => rowGroups(shape[o.rows]),
    }),
    ...(o.dGamma === undefined ? [] : columnSums({ ...sums, summed: 'a·b', out: o.dGamma })),
    ...(o.dBeta === undefined ? [] : columnSums({ ...sums, summed: 'a', out: o.dBeta })),
  ];
}

const residualNormBackwardKernel = variants((rows: Size) =>
  makeKernel({
    name: 'residualNormBackward',
    buffers: {
      ...({ dY: 'read f32', gamma: 'read f32', normalized: 'read f32', inverseDeviation: 'read f32' } as const),
      ...({ dX: 'write f32', dBranch: 'write f32' } as const),
    },
    constants: { width: 'u32', ...dropoutConstants },
    threads: rowThreads,
    declarations: `${rowDeclarations}\n${dropoutFactors(rows)}`,
    body: `${rowPlace}
  let valid = row < run.${rows};
  let width = select(0u, constants.width, valid);
  var sum = 0.0;
  var along = 0.0;
  ${forColumns('width', `${at} let t = dY[at] * gamma[column]; sum += t; along += t * normalized[at];`)}
  ${normGradient(rows)}
  ${forColumns('width', `${at} let d = ${gradientAt}; dX[at] = d; dBranch[at] = d * dropoutFactor(at);`)}`,
  }),
);

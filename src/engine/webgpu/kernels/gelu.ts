import type { Gelu, GeluBackward, GeluForm } from '../../operations/gelu.ts';
import type { Size } from '../../operations/size.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, variants, type Call } from '../kernel.ts';
import { math } from './math.ts';
import { elementGroups, elementPlace, elementThreads } from './rows.ts';

export function gelu(o: Gelu, context: LoweringContext): Call[] {
  const width = context.width(o.x);
  return [
    call(geluKernel(o.rows, o.form), {
      buffers: { x: o.x, out: o.out },
      constants: { width },
      groups: (shape) => elementGroups(shape[o.rows] * width),
    }),
  ];
}

const innerTanh = `
fn innerTanh(x: f32) -> f32 { return tanhOf(0.7978845608 * x * (1.0 + 0.044715 * x * x)); }`;

/** WGSL: gelu(v) / v. */
const share: Readonly<Record<GeluForm, string>> = { erf: 'normal(v)', tanh: '0.5 * (1.0 + innerTanh(v))' };

const geluKernel = variants((rows: Size, form: GeluForm) =>
  makeKernel({
    name: `gelu, ${form}`,
    buffers: { x: 'read f32', out: 'write f32' },
    constants: { width: 'u32' },
    threads: elementThreads,
    declarations: `${math}${innerTanh}`,
    body: `${elementPlace}
  if (element >= run.${rows} * constants.width) { return; }
  let v = x[element];
  out[element] = v * ${share[form]};`,
  }),
);

/** dOut becomes the gradient by x. */
export function geluBackward(o: GeluBackward, context: LoweringContext): Call[] {
  const width = context.width(o.x);
  return [
    call(geluBackwardKernel(o.rows, o.form), {
      buffers: { x: o.x, dOut: o.dOut },
      constants: { width },
      groups: (shape) => elementGroups(shape[o.rows] * width),
    }),
  ];
}

/** WGSL: the derivative at v. */
const derivative: Readonly<Record<GeluForm, string>> = {
  erf: 'normal(v) + v * 0.3989422804 * expOf(-0.5 * v * v)',
  tanh: '0.5 * (1.0 + t) + 0.5 * v * (1.0 - t * t) * 0.7978845608 * (1.0 + 0.134145 * v * v)',
};

const geluBackwardKernel = variants((rows: Size, form: GeluForm) =>
  makeKernel({
    name: `geluBackward, ${form}`,
    buffers: { x: 'read f32', dOut: 'write f32' },
    constants: { width: 'u32' },
    threads: elementThreads,
    declarations: `${math}${innerTanh}`,
    body: `${elementPlace}
  if (element >= run.${rows} * constants.width) { return; }
  let v = x[element];
  ${form === 'tanh' ? 'let t = innerTanh(v);' : ''}
  dOut[element] *= ${derivative[form]};`,
  }),
);

import type { Gelu, GeluForm, GeluBackward } from '../../operations/gelu.ts';
import { call } from '../command.ts';
import type { Lowering } from './lowering.ts';

const geluForms: Record<GeluForm, number> = { erf: 0, tanh: 1 };

export const gelu: Lowering<Gelu> = (o, b) =>
  call('gelu', { rows: o.rows, width: b.width(o.x), form: geluForms[o.form], ...b.addresses(o, 'x', 'out') });

export const geluBackward: Lowering<GeluBackward> = (o, b) =>
  call('geluBackward', {
    rows: o.rows,
    width: b.width(o.x),
    form: geluForms[o.form],
    ...b.addresses(o, 'x', 'dOut'),
  });

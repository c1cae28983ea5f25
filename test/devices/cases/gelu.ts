import type { Size } from '../../../src/engine/operations/size.ts';
import type { Batch } from '../../../src/engine/program.ts';
import { long, single, small } from '../batches.ts';
import { normal, scaled } from '../buffers.ts';
import type { Case } from '../case.ts';
import { transcendental } from '../tolerances.ts';

/** `spread`: beyond 5.4 the erf form is 0 or x. */
const shapes: readonly { rows: Size; batch: Batch; width: number; spread: number }[] = [
  { rows: 'rows', batch: small, width: 20, spread: 1 },
  { rows: 'sentences', batch: small, width: 5, spread: 4 },
  { rows: 'rows', batch: single, width: 1, spread: 1 },
  { rows: 'rows', batch: long, width: 37, spread: 4 },
  { rows: 'types', batch: long, width: 128, spread: 1 },
];

const situations = shapes.flatMap((shape) =>
  (['erf', 'tanh'] as const).map((form) => ({
    ...shape,
    form,
    name: `${form}, ${shape.batch.sizes[shape.rows]} ${shape.rows} of ${shape.width}`,
  })),
);

export const gelu: readonly Case<'gelu'>[] = situations.map(({ name, rows, batch, width, spread, form }) => ({
  name,
  batch,
  operation: { op: 'gelu', rows, x: 'x', form, out: 'out' },
  given: { x: scaled(spread, rows, width) },
  results: { out: [rows, width] },
  ...transcendental,
}));

export const geluBackward: readonly Case<'geluBackward'>[] = situations.map(
  ({ name, rows, batch, width, spread, form }) => ({
    name,
    batch,
    operation: { op: 'geluBackward', rows, x: 'x', form, dOut: 'dOut' },
    given: { x: scaled(spread, rows, width), dOut: normal(rows, width) },
    results: {},
    changed: ['dOut'],
    ...transcendental,
  }),
);

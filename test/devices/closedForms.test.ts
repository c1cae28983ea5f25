import { afterAll, describe, expect, it } from 'vitest';
import { geluAt } from './closedForms.ts';
import { long } from './batches.ts';
import { scaled } from './buffers.ts';
import { drawGiven, runTask, type Task } from './case.ts';
import { openDevices, openOracle } from './devices.ts';

const devices = [{ label: 'tensorflow', device: await openOracle() }, ...(await openDevices())];

afterAll(async () => {
  for (const { device } of devices) await device.close();
});

describe.each(devices)('$label', ({ device }) => {
  it.each(['erf', 'tanh'] as const)('computes gelu and its derivative, form %s, to 1e-6', async (form) => {
    const task: Task = {
      batch: long,
      operations: [
        { op: 'gelu', rows: 'rows', x: 'x', form, out: 'out' },
        { op: 'geluBackward', rows: 'rows', x: 'x', form, dOut: 'ones' },
      ],
      given: { x: scaled(3, 'rows', 37), ones: { shape: ['rows', 37], draw: () => 1 } },
      results: { out: ['rows', 37] },
    };
    const values = drawGiven(task);
    const { out, ones } = await runTask(device, task, ['out', 'ones'], values);
    values['x']!.forEach((x, i) => {
      const expected = geluAt(x, form);
      const allowed = 1e-6 * Math.max(1, Math.abs(x));
      expect(Math.abs(out![i]! - expected.value), `gelu(${x})`).toBeLessThan(allowed);
      expect(Math.abs(ones![i]! - expected.derivative), `gelu'(${x})`).toBeLessThan(allowed);
    });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readDetails, readRun } from '../../src/core/runs/readRun.ts';
import { reasonToSkip } from '../requirements.ts';
import { python } from './python.ts';
import { trainedRun } from './trainedRun.ts';

type Scalars = Readonly<Record<string, readonly (readonly [step: number, value: number])[]>>;

const reason = reasonToSkip('tensorboard');
describe.skipIf(reason)(`event files${reason === null ? '' : ` (${reason})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'safr-tensorboard-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('have the losses and dev measures of a training, as TensorBoard reads them', async () => {
    const run = await trainedRun(folder, {}, { log: 'tensorboard' });
    const { metrics } = await readDetails(await readRun(run));
    const epochs = metrics.filter((line) => line.kind === 'epoch');
    const scalars = JSON.parse(python([join(run, 'tensorboard')], undefined, 'tensorboard.py')) as Scalars;
    const single = (values: readonly (readonly [number, number])[]) =>
      values.map(([step, v]) => [step, Math.fround(v)]);
    expect(epochs.length).toBeGreaterThan(0);
    expect(scalars['epoch/crossEntropy']).toEqual(
      single(epochs.map(({ step, losses }) => [step, losses.crossEntropy])),
    );
    expect(scalars['dev/accuracy']).toEqual(single(epochs.map(({ step, devAccuracy }) => [step, devAccuracy])));
    expect(scalars['epoch/number']).toEqual(epochs.map(({ step, epoch }) => [step, epoch]));
  });
});

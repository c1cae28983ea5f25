import { describe, expect, it } from 'vitest';
import { DeviceFailure } from '../../src/engine/deviceFailure.ts';
import { noSizes, type Program } from '../../src/engine/program.ts';
import { openWebgpuDevice } from '../../src/engine/webgpu/device.ts';
import { productProgram } from '../../src/engine/webgpu/autotune.ts';
import { noWebgpu } from './devices.ts';

const batch = { sizes: { ...noSizes, rows: 8 }, inputs: {} };

describe.skipIf(noWebgpu !== null)('the webgpu device', () => {
  it('reports what is too large and what is allowed', async () => {
    const device = await openWebgpuDevice();
    const { maxBufferSize } = device.gpu.device.limits;
    const program: Program = {
      buffers: [{ name: 'huge', type: 'f32', role: 'parameter', shape: [1 + maxBufferSize / 4] }],
      routines: {},
    };
    const failure = device.load(program);
    await expect(failure).rejects.toThrow(DeviceFailure);
    await expect(failure).rejects.toThrow(
      /^buffer "huge" needs \d+ MiB for this model and batch, this GPU allows \d+ MiB/,
    );
    await device.close();
  });

  it('reports that the GPU is lost on every later call', async () => {
    const device = await openWebgpuDevice();
    const executor = await device.load(productProgram(8, 8, 1));
    await executor.run('product', batch);
    device.gpu.device.destroy();
    await device.gpu.device.lost;
    await expect(executor.read('y')).rejects.toThrow(DeviceFailure);
    await expect(executor.run('product', batch)).rejects.toThrow(/^the GPU was lost: /);
  });

  it('gives each of several pending reads the values of the run before it', async () => {
    const device = await openWebgpuDevice();
    const executor = await device.load(productProgram(8, 4, 1));
    const reads: Promise<Float32Array>[] = [];
    for (let value = 1; value <= 6; value++) {
      await executor.write('bias', new Float32Array(4).fill(value));
      await executor.run('product', batch);
      reads.push(executor.read('y'));
    }
    const found = await Promise.all(reads);
    expect(found.map((y) => Array.from(new Set(y)))).toEqual([[1], [2], [3], [4], [5], [6]]);
    await device.close();
  });
});

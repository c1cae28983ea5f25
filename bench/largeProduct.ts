import { noSizes, type Batch, type Program } from '../src/engine/program.ts';
import { openDevice } from '../src/engine/openDevice.ts';
import { seconds } from './clock.ts';

const rows = 4096;
const width = 1024;

/** Measures the peak rate of the wasm device with one linear layer, [4096, 1024] × [1024, 1024]. */
export async function largeProduct(threads: number) {
  const value = (name: string, ...shape: number[]) => ({ name, type: 'f32', role: 'state', shape }) as const;
  const program: Program = {
    buffers: [
      { ...value('x'), shape: ['rows', width], role: 'value' },
      { ...value('y'), shape: ['rows', width], role: 'value' },
      value('weight', width, width),
      value('bias', width),
    ],
    routines: {
      product: [{ op: 'linear', rows: 'rows', x: 'x', weight: 'weight', bias: 'bias', activation: 'none', y: 'y' }],
    },
  };
  const batch: Batch = { sizes: { ...noSizes, rows }, inputs: {} };
  const executor = await (await openDevice('wasm', { threads })).load(program);
  await executor.write('weight', new Float32Array(width * width).fill(0.01));
  const run = () => executor.run('product', batch);
  await run();
  return { flops: 2 * rows * width * width, time: () => seconds(run), close: () => executor.close() };
}

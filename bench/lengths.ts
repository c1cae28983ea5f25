// How training steps slow down with the length of the texts, with and without the interaction loss: `npm run bench:lengths`. Needs Node 24.
import { loadModel } from '../src/core/model/loadModel.ts';
import { paperObjective, paperShape, zipfBatch } from '../src/core/model/paperModel.ts';
import { initialParameters } from '../src/core/model/parameters.ts';
import { safrProgram } from '../src/core/model/safrProgram.ts';
import { openDevice } from '../src/engine/openDevice.ts';
import { median, seconds } from './clock.ts';

const lengths = [250, 500, 1000, 2000];
const texts = 4;
const steps = 3;
/** Where the interaction loss, of the cube of the length, is still measured in a reasonable time. */
const maxInteractionLength = 500;

/** Steps per second of the wasm device, of batches of `texts` texts of this length. */
async function speed(length: number, interaction: number | null): Promise<number> {
  const shape = { ...paperShape, maxLength: length };
  const device = await openDevice('wasm');
  const program = safrProgram(shape, { ...paperObjective, interaction });
  const executor = await loadModel(device, program, shape, initialParameters(shape, 1));
  const batch = zipfBatch(Array<number>(texts).fill(length), { padding: 'none' });
  const times: number[] = [];
  for (let step = 1; step <= steps + 1; step++) {
    const scalars = { seed: 1, step, learningRate: 1e-4, informationWeight: 0 };
    times.push(await seconds(() => executor.run('train', batch, scalars)));
  }
  await executor.close();
  return 1 / median(times.slice(1));
}

console.log(
  `steps per second, ${texts} texts a batch; Node ${process.version}, ${(await openDevice('wasm')).description}`,
);
for (const length of lengths) {
  const without = await speed(length, null);
  const all = length <= maxInteractionLength ? (await speed(length, 1)).toPrecision(3) : '–';
  console.log(`${length} tokens: λ_inter 0 ${without.toPrecision(3)}, λ_inter 1 ${all}`);
}

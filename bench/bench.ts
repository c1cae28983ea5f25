// Compares training steps of the wasm device with the same steps in PyTorch and in native TensorFlow, alternating in one run:
// `npm run bench -- --pretrained PATH`, the folder of all-MiniLM-L6-v2. SAFR_PYTHON names a Python with transformers.
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { textOfIds } from '../src/core/dataset/textReader.ts';
import { explain } from '../src/core/evaluation/explanation/explain.ts';
import { initialParameters } from '../src/core/model/parameters.ts';
import { loadModel } from '../src/core/model/loadModel.ts';
import { safrProgram } from '../src/core/model/safrProgram.ts';
import type { Device } from '../src/engine/device.ts';
import type { Batch } from '../src/engine/program.ts';
import { openDevice } from '../src/engine/openDevice.ts';
import { median, seconds, spinTimeMs } from './clock.ts';
import { reportEncoder } from './encoderStep.ts';
import { flopsOf } from '../src/core/model/flops.ts';
import { largeProduct } from './largeProduct.ts';
import { paperObjective, paperShape, zipfBatch } from '../src/core/model/paperModel.ts';
import { sst2Batches } from './sst2Batches.ts';
import { openNativeTensorflow } from './tensorflow.ts';
import { longestOf, startTorch } from './torch.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { pretrained: { type: 'string' } } });
const rounds = Number(positionals[0] ?? 7);
const scalars = { seed: 1, step: 1, learningRate: 1e-4, informationWeight: 0 };
const full = (length: number) => [zipfBatch(Array<number>(32).fill(length), { padding: 'none' })];

interface Step {
  readonly name: string;
  readonly batches: readonly Batch[];
}

const sst2 = await sst2Batches();
const steps: Step[] = [
  { name: 'dense, 32 × 128', batches: full(128) },
  { name: `SST-2, padding none${sst2.real ? '' : ' (generated lengths)'}`, batches: sst2.batches },
  { name: 'IMDB, dense, 32 × 256', batches: full(256) },
];

const program = safrProgram(paperShape, paperObjective);

/** Returns a function that runs a step on the next batch and resolves to its duration in seconds. */
async function runner(device: Device, batches: readonly Batch[]) {
  const executor = await loadModel(device, program, paperShape, initialParameters(paperShape, 1));
  let next = 0;
  const step = () => seconds(() => executor.run('train', batches[next++ % batches.length]!, scalars));
  await step();
  return { step, close: () => executor.close() };
}

const cores = availableParallelism();
const torch = await startTorch();
const tensorflow = await openNativeTensorflow();
console.log(`Node ${process.version}, ${(await openDevice('wasm')).description}
${torch?.description ?? 'no PyTorch found: set SAFR_PYTHON, or apt install python3-torch libopenblas0-pthread'}
${tensorflow?.description ?? 'no native TensorFlow found: npm run test:tensorflow installs it'}`);
const product = await largeProduct(cores);

for (const { name, batches } of steps) {
  const one = await runner(await openDevice('wasm', { threads: 1 }), batches);
  const all = await runner(await openDevice('wasm', { threads: cores }), batches);
  const native = tensorflow && (await runner(tensorflow, batches));
  const torchThreads = torch ? [...new Set([1, cores])] : [];
  const times = {
    ...{ one: [] as number[], all: [] as number[], product: [] as number[], tensorflow: [] as number[] },
    torch: torchThreads.map(() => [] as number[]),
  };
  const inTorch = (threads: number) => torch!.step(32, batches.map(longestOf), threads);
  for (const threads of torchThreads) await inTorch(threads);
  for (let round = 0; round < rounds; round++) {
    times.all.push(await meanSeconds(all.step));
    times.product.push(await meanSeconds(product.time));
    times.one.push(await meanSeconds(one.step));
    if (native) times.tensorflow.push(await meanSeconds(native.step));
    for (const [i, threads] of torchThreads.entries()) {
      times.torch[i]!.push(await meanSeconds(() => inTorch(threads)));
    }
    await setTimeout(spinTimeMs);
  }
  await Promise.all([one.close(), all.close(), native?.close()]);
  report(name, batches, times);
}
torch?.close();
await product.close();
await reportExplanation();
await reportEncoder(values.pretrained, rounds);

/** Mean seconds of consecutive steps over about a quarter of a second, after one step that wakes the threads: as in a training. */
async function meanSeconds(step: () => Promise<number>): Promise<number> {
  const count = Math.ceil(0.25 / (await step()));
  let total = 0;
  for (let i = 0; i < count; i++) total += await step();
  return total / count;
}

type Times = Record<'one' | 'all' | 'product' | 'tensorflow', number[]> & { readonly torch: readonly number[][] };

function report(name: string, batches: readonly Batch[], times: Times) {
  const [all, one] = [median(times.all), median(times.one)];
  const flops = batches.reduce((total, batch) => total + flopsOf(program, 'train', batch), 0) / batches.length;
  const peak = product.flops / median(times.product);
  const rows = batches.reduce((total, { sizes }) => total + sizes.rows, 0) / batches.length;
  const types = batches.reduce((total, { sizes }) => total + sizes.types, 0) / batches.length;
  console.log(`
${name}: ${rows.toFixed(0)} rows, ${types.toFixed(0)} distinct words, ${(flops / 1e9).toFixed(2)} GFLOP of products executed
  wasm, ${cores} threads   ${(all * 1e3).toFixed(1)} ms per step, ${(1 / all).toFixed(2)} steps/s, ${(flops / all / 1e9).toFixed(1)} GFLOP/s
  wasm, 1 thread    ${(one * 1e3).toFixed(1)} ms: ${cores} threads are ${(one / all).toFixed(2)} times as fast
  large product     ${(peak / 1e9).toFixed(1)} GFLOP/s: the step reaches ${((100 * flops) / all / peak).toFixed(0)} % of that`);
  if (times.torch.length > 0) {
    reportPeer('PyTorch, padded  ', Math.min(...times.torch.map(median)), ' with its best number of threads', all);
  }
  if (times.tensorflow.length > 0) reportPeer('tfjs-node, native', median(times.tensorflow), '', all);
}

function reportPeer(name: string, peer: number, how: string, own: number) {
  const ratio = (peer / own).toFixed(2);
  console.log(`  ${name} ${(peer * 1e3).toFixed(1)} ms${how}: wasm is ${ratio} times as fast`);
}

/** Times the complete explanation of a sentence of 19 words, for each kind of padding. */
async function reportExplanation() {
  const device = await openDevice('wasm');
  const executor = await loadModel(device, safrProgram(paperShape), paperShape, initialParameters(paperShape, 1));
  const ids = Int32Array.from({ length: 19 }, (_, i) => 2 + 31 * i);
  const text = textOfIds(ids);
  for (const padding of [{ padding: 'none' }, { padding: 'max', maxLength: 128 }] as const) {
    const model = { executor, shape: paperShape, padding };
    const once = () => seconds(() => explain({ ...model, text, classes: ['negative', 'positive'], theta: 0.5 }));
    for (let i = 0; i < 5; i++) await once();
    const times: number[] = [];
    for (let i = 0; i < 50; i++) times.push(await once());
    console.log(`\nexplain, 19 words, padding ${padding.padding}: ${(median(times) * 1e3).toFixed(1)} ms`);
  }
  await executor.close();
}

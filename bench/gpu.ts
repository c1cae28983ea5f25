// Measures the webgpu device on this machine's GPU, in under 8 minutes: `npm run bench:gpu -- --pretrained PATH`, the folder of all-MiniLM-L6-v2, which
// has random weights without one. Without a GPU it runs tiny shapes on the CPU.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { existsSync, readdirSync } from 'node:fs';
import { paperShape, zipfBatch } from '../src/core/model/paperModel.ts';
import { makeBatch, type Padding } from '../src/core/model/batch.ts';
import type { ModelShape } from '../src/core/model/modelShape.ts';
import { readSafetensors } from '../src/core/model/safetensors.ts';
import { verifyGoldenCase } from '../src/core/verification/goldenCase.ts';
import { noSizes, type Batch } from '../src/engine/program.ts';
import { findAdapter } from '../src/engine/webgpu/adapter.ts';
import { productProgram, tunedTiles } from '../src/engine/webgpu/autotune.ts';
import { openWebgpuDevice, type WebgpuDevice } from '../src/engine/webgpu/device.ts';
import { softwareVulkan } from '../test/softwareVulkan.ts';
import { idleShare, stepTime } from './gpuStep.ts';
import { fineTuning, miniLm } from './miniLm.ts';
import { sst2Batches } from './sst2Batches.ts';
import { longestOf, startTorch } from './torch.ts';

const { values } = parseArgs({ options: { pretrained: { type: 'string' } } });

/** What is measured, and for how many seconds each, on a GPU and on the CPU instead. */
const sizes = {
  gpu: {
    ...{ shape: paperShape, sentences: 32, length: 128, seconds: 1.5, product: 4096 },
    ...{ widths: [256, 512, 1024, 2048], lengths: [128, 256, 512, 1024], layers: [1, 2, 4, 8, 12] },
  },
  software: {
    shape: { ...paperShape, width: 32, heads: 2, feedForward: 64, maskHidden: 32 },
    ...{ sentences: 4, length: 16, seconds: 0.2, product: 128 },
    ...{ widths: [32, 64], lengths: [16, 32], layers: [1, 2] },
    encoder: { vocabulary: 30_522, width: 32, heads: 2, feedForward: 64, layers: 1 },
  },
};

/** Starts this script again with the driver SwiftShader, if that is installed. */
function runOnCpu(reason: string): void {
  const environment = softwareVulkan();
  if (!environment || process.env['VK_ADD_DRIVER_FILES'] !== undefined) {
    console.error(`no GPU: ${reason}. To run on the CPU instead, install the package chromium for its SwiftShader.`);
    process.exitCode = 1;
    return;
  }
  const { status } = spawnSync(process.execPath, process.argv.slice(1), {
    env: { ...process.env, ...environment },
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

async function measure(device: WebgpuDevice, software: boolean): Promise<void> {
  const size = software ? sizes.software : sizes.gpu;
  console.log(`${device.description}; Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`);
  if (software) console.log('No GPU found: tiny shapes on the CPU; the times say nothing about a GPU.');
  const tiles = await tunedTiles(device.gpu);
  console.log(`tiles: ${JSON.stringify(tiles)}`);
  const torch = software ? null : await startTorch('cuda');
  console.log(torch ? torch.description : 'PyTorch with CUDA: not installed');
  const parity = await parityRows(device, software);
  const peak = await peakOf(device, size.product, torch);
  const steps = await stepRows(device, size, torch, peak);
  const growth = await growthRows(device, size);
  torch?.close();
  console.log(['', ...parity, '', ...peak.rows, '', ...steps, '', ...growth].join('\n'));
  await device.close();
}

type Size = (typeof sizes)['gpu'] | (typeof sizes)['software'];
type Torch = Awaited<ReturnType<typeof startTorch>>;

const cells = (first: string, ...rest: readonly string[]) =>
  `${first.padEnd(34)}${rest.map((cell) => cell.padStart(13)).join('')}`;
const milliseconds = (seconds: number) => `${(1000 * seconds).toFixed(2)} ms`;
const gigaflops = (flops: number) => `${(flops / 1e9).toFixed(1)} G`;

async function parityRows(device: WebgpuDevice, software: boolean): Promise<string[]> {
  const folder = 'test/fixtures/goldens';
  const paper = '../shared/goldens/paper-shape.safetensors';
  const files = readdirSync(folder).map((name) => `${folder}/${name}`);
  if (existsSync(paper) && !software) files.push(paper);
  const rows = [cells('agreement with goldens', 'tensors', 'failed', 'worst ÷ tol.')];
  for (const path of files) {
    const tensors = await verifyGoldenCase(device, await readSafetensors(path), path);
    const worst = Math.max(...tensors.map(({ error, tolerance }) => error / tolerance));
    const failed = tensors.filter(({ ok }) => !ok).length;
    rows.push(cells(path.split('/').at(-1)!, `${tensors.length}`, `${failed}`, worst.toFixed(2)));
  }
  return rows;
}

/** FLOP/s of a large float32 product, as the card's peak rate: the larger one of this device's and PyTorch's. */
async function peakOf(device: WebgpuDevice, product: number, torch: Torch) {
  const times = 4;
  const executor = await device.load(productProgram(product, product, times));
  const batch: Batch = { sizes: { ...noSizes, rows: product }, inputs: {} };
  let seconds = Infinity;
  for (let round = 0; round < 5; round++) {
    const begin = performance.now();
    await executor.run('product', batch);
    await executor.read('bias');
    seconds = Math.min(seconds, (performance.now() - begin) / 1000);
  }
  await executor.close();
  const own = (2 * times * product ** 3) / seconds;
  const theirs = torch ? await torch.peak(8192) : null;
  const flops = Math.max(own, theirs ?? 0);
  const rows = [cells('float32 product, FLOP/s', 'webgpu', 'PyTorch')];
  rows.push(cells(`[${product}, ${product}]`, gigaflops(own), theirs === null ? '–' : gigaflops(theirs)));
  return { flops, rows };
}

async function stepRows(device: WebgpuDevice, size: Size, torch: Torch, peak: { flops: number }): Promise<string[]> {
  const { shape, sentences, length, seconds } = size;
  const lengths = Array.from({ length: sentences }, (_, i) => Math.min(length, 7 + ((i * 11) % 25)));
  const padded: Padding = { padding: 'max', maxLength: length };
  const unpadded = size === sizes.gpu ? (await sst2Batches()).batches : [zipfBatch(lengths, { padding: 'none' })];
  const compiled = torch && (await startTorch('cuda', 'compile'));
  const inTorch = async (process: Torch, batches: readonly Batch[]) => {
    if (!process) return null;
    const steps = (count: number) => Array.from({ length: count }, (_, i) => longestOf(batches[i % batches.length]!));
    await process.step(sentences, steps(20));
    return process.step(sentences, steps(100));
  };
  const rows = [
    cells('training step', 'webgpu', 'steps/s', 'of the peak', 'idle on GPU', 'eager', '÷', 'compiled', '÷'),
  ];
  const kinds = [
    { name: `padding max, ${sentences} × ${length}`, batches: [zipfBatch(lengths, padded)] },
    { name: 'padding none, SST-2 lengths', batches: unpadded },
  ];
  for (const { name, batches } of kinds) {
    const step = await stepTime(device, { shape }, batches, seconds);
    const stamped = await idleShare(device, shape, batches[0]!);
    const others = [await inTorch(torch, batches), await inTorch(compiled, batches)].flatMap((other) =>
      other === null ? ['–', '–'] : [milliseconds(other), (other / step.seconds).toFixed(2)],
    );
    const share = `${((100 * step.flops) / step.seconds / peak.flops).toFixed(1)} %`;
    const idle = stamped === null ? '–' : `${(100 * stamped.idle).toFixed(0)} %`;
    rows.push(cells(name, milliseconds(step.seconds), (1 / step.seconds).toFixed(1), share, idle, ...others));
  }
  compiled?.close();
  return [...rows, await encoderRow(device, size, peak)];
}

/** A fine-tuning step of MiniLM. */
async function encoderRow(device: WebgpuDevice, size: Size, peak: { flops: number }): Promise<string> {
  const { shape, parameters, frame, batches } = await miniLm(values.pretrained, 4);
  const isWhole = size === sizes.gpu;
  const made = batches.map((batch) => makeBatch(batch.slice(0, size.sentences), { padding: 'none', frame }));
  const model = isWhole ? { shape, parameters: parameters() } : { shape: { ...shape, ...sizes.software.encoder } };
  const step = await stepTime(device, { ...model, objective: fineTuning }, made, size.seconds);
  const share = `${((100 * step.flops) / step.seconds / peak.flops).toFixed(1)} %`;
  const name = isWhole ? 'MiniLM-L6, SST-2 lengths' : 'an encoder, SST-2 lengths';
  return cells(name, milliseconds(step.seconds), (1 / step.seconds).toFixed(1), share);
}

/** How a step scales with width, length and layers. Longer sentences come in smaller batches, so the number of rows stays the same. */
async function growthRows(device: WebgpuDevice, size: Size): Promise<string[]> {
  const { shape, sentences, length, seconds } = size;
  const rows = [cells('growth, full rows', 'step', 'GFLOP', 'FLOP/s', 'time ×', 'GFLOP ×')];
  const series: { name: string; shape: ModelShape; sentences: number; length: number }[][] = [
    size.widths.map((width) => ({
      name: `D ${width}`,
      shape: { ...shape, width, feedForward: 4 * width, heads: Math.max(2, width / 32) },
      ...{ sentences, length },
    })),
    size.lengths.map((longer) => ({
      name: `L ${longer}`,
      shape: { ...shape, maxLength: Math.max(longer, shape.maxLength) },
      sentences: Math.max(1, (sentences * length) / longer),
      length: longer,
    })),
    size.layers.map((layers) => ({ name: `${layers} layers`, shape: { ...shape, layers }, sentences, length })),
  ];
  for (const entries of series) {
    let base: { seconds: number; flops: number } | null = null;
    for (const entry of entries) {
      const batch = zipfBatch(Array<number>(entry.sentences).fill(entry.length), { padding: 'none' });
      const step = await stepTime(device, { shape: entry.shape }, [batch], seconds / 3);
      base ??= step;
      const ratios = [step.seconds / base.seconds, step.flops / base.flops].map((ratio) => ratio.toFixed(2));
      const gigaflop = (step.flops / 1e9).toFixed(2);
      rows.push(
        cells(entry.name, milliseconds(step.seconds), gigaflop, gigaflops(step.flops / step.seconds), ...ratios),
      );
    }
  }
  return rows;
}

const found = await findAdapter();
if ('reason' in found) runOnCpu(found.reason);
else await measure(await openWebgpuDevice(), found.software);

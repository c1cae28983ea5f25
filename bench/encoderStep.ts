import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { makeBatch } from '../src/core/model/batch.ts';
import { loadModel } from '../src/core/model/loadModel.ts';
import { safrProgram } from '../src/core/model/safrProgram.ts';
import { addSpecialTokens } from '../src/core/model/specialTokens.ts';
import { openDevice } from '../src/engine/openDevice.ts';
import { median, seconds, spinTimeMs } from './clock.ts';
import { fineTuning, miniLm, type EncoderWork } from './miniLm.ts';

const batchCount = 4;
const kinds = ['train', 'predict'] as const;
type Kind = (typeof kinds)[number];

/**
 * Prints how long fine-tuning steps and predictions of MiniLM take, alternating with transformers on PyTorch where SAFR_PYTHON names a Python
 * that has them. `folder`: of the encoder, see `miniLm`.
 */
export async function reportEncoder(folder: string | undefined, rounds: number): Promise<void> {
  const work = await miniLm(folder, batchCount);
  const own = await ownWork(work);
  const reference = await startTransformers(work, folder);
  const cores = availableParallelism();
  const threadCounts = reference ? [...new Set([1, cores])] : [];
  const names = { train: 'fine-tuning step', predict: 'prediction' };
  console.log(
    `\nMiniLM-L6, SST-2, batches of 32 (${work.description}): ${own.rows} rows; ${reference?.description ?? 'no transformers found: set SAFR_PYTHON'}`,
  );
  for (const kind of kinds) {
    const times = { own: [] as number[], reference: threadCounts.map(() => [] as number[]) };
    for (let round = -1; round < rounds; round++) {
      const ours = await own.meanSeconds(kind);
      const theirs: number[] = [];
      for (const threads of threadCounts) theirs.push(await reference!.meanSeconds(kind, threads));
      await setTimeout(spinTimeMs);
      if (round < 0) continue; // the first round warms up
      times.own.push(ours);
      theirs.forEach((time, i) => times.reference[i]!.push(time));
    }
    const ours = median(times.own);
    const theirs = times.reference.map(median);
    const compared = theirs.map((time, i) => `${(1e3 * time).toFixed(0)} ms with ${threadCounts[i]} thread(s)`);
    const ratio = `: wasm is ${(Math.min(...theirs) / ours).toFixed(2)} times as fast`;
    console.log(
      `  ${names[kind].padEnd(17)} ${(1e3 * ours).toFixed(0)} ms${reference ? `; transformers, padded ${compared.join(', ')}${ratio}` : ''}`,
    );
  }
  reference?.close();
  await own.close();
}

async function ownWork({ shape, parameters, frame, batches }: EncoderWork) {
  const device = await openDevice('wasm');
  const executor = await loadModel(device, safrProgram(shape, fineTuning), shape, parameters());
  const made = batches.map((sentences) => makeBatch(sentences, { padding: 'none', frame }));
  let step = 0;
  const run = async (kind: Kind) => {
    for (const batch of made) {
      await executor.run(kind, batch, { seed: 1, step: ++step, learningRate: 5e-5, informationWeight: 0 });
      await executor.read('probabilities');
    }
  };
  const rows = made.reduce((sum, { sizes }) => sum + sizes.rows, 0) / made.length;
  return {
    rows: Math.round(rows),
    meanSeconds: async (kind: Kind) => (await seconds(() => run(kind))) / made.length,
    close: () => executor.close(),
  };
}

/** Starts transformersStep.py; null where SAFR_PYTHON names no Python with transformers. */
async function startTransformers({ shape, frame, batches }: EncoderWork, folder: string | undefined) {
  const python = process.env['SAFR_PYTHON'];
  if (python === undefined) return null;
  const child = spawn(python, ['bench/transformersStep.py'], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.on('error', () => {});
  child.stdin.on('error', () => {}); // if it could not be started
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ids = batches.map((batch) =>
    batch.map(({ ids, boundary }) => Array.from(addSpecialTokens(ids, boundary, frame).ids)),
  );
  const config = {
    vocab_size: shape.vocabulary,
    hidden_size: shape.width,
    num_attention_heads: shape.heads,
    num_hidden_layers: shape.layers,
    intermediate_size: shape.feedForward,
  };
  child.stdin.write(`${JSON.stringify({ folder: folder ?? null, config, batches: ids })}\n`);
  const ready = await lines.next();
  if (ready.done) return null;
  const [, torch, transformers] = ready.value.split(' ');
  return {
    description: `transformers ${transformers}, PyTorch ${torch}`,
    meanSeconds: async (kind: Kind, threads: number) => {
      child.stdin.write(`${kind} ${threads}\n`);
      return Number((await lines.next()).value);
    },
    close: () => child.stdin.end(),
  };
}

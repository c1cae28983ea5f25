import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import type { Batch } from '../src/engine/program.ts';

/** Positions to which PyTorch pads the sentences of a batch: those of its longest. */
export const longestOf = ({ inputs }: Batch) =>
  Math.max(...Array.from(inputs['starts']!.subarray(1), (end, b) => end - inputs['starts']![b]!));

/** Starts the step in PyTorch (torchStep.py) of the Python that SAFR_PYTHON names, else of the machine's; "cuda": on the GPU. null if PyTorch is not available. */
export async function startTorch(...options: readonly ('cuda' | 'compile')[]) {
  for (const python of [process.env['SAFR_PYTHON'] ?? '/usr/bin/python3', 'python3']) {
    const child = spawn(python, ['bench/torchStep.py', ...options], { stdio: ['pipe', 'pipe', 'ignore'] });
    child.on('error', () => {});
    child.stdin.on('error', () => {}); // if it could not be started
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ready = await lines.next();
    if (ready.done) continue;
    const [, version, where] = ready.value.split(' ');
    const ask = async (request: object) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return Number((await lines.next()).value);
    };
    return {
      description: `PyTorch ${version} on ${where!.replaceAll('_', ' ')}`,
      /** Mean seconds of a step over batches of so many rows, each padded to its length. */
      step: (rows: number, lengths: readonly number[], threads = availableParallelism()) =>
        ask({ rows, lengths, threads }),
      /** FLOP/s of a large float32 product. */
      peak: (size: number) => ask({ peak: size }),
      close: () => child.stdin.end(),
    };
  }
  return null;
}

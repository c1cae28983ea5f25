import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Starts the step in PyTorch (torchStep.py) with its default number of threads, or with "cuda" on the GPU; null if PyTorch is not available. */
export async function startTorch(...options: readonly ('cuda' | 'compile')[]) {
  for (const python of ['/usr/bin/python3', 'python3']) {
    const child = spawn(python, ['bench/torchStep.py', ...options], { stdio: ['pipe', 'pipe', 'ignore'] });
    child.on('error', () => {});
    child.stdin.on('error', () => {}); // if it could not be started
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ready = await lines.next();
    if (ready.done) continue;
    const [, version, where] = ready.value.split(' ');
    const ask = async (line: string) => {
      child.stdin.write(`${line}\n`);
      return Number((await lines.next()).value);
    };
    return {
      description: options.includes('cuda')
        ? `PyTorch ${version} on ${where!.replaceAll('_', ' ')}`
        : `PyTorch ${version}, ${where} thread(s) in addition to those of its BLAS`,
      /** Mean seconds of a step over `count` steps. */
      step: (sentences: number, length: number, count = 1) => ask(`${sentences} ${length} ${count}`),
      /** FLOP/s of a large float32 product. */
      peak: (size: number) => ask(`peak ${size}`),
      close: () => child.stdin.end(),
    };
  }
  return null;
}

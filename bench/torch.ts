import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The step in PyTorch (torchStep.py, its best thread setting: its own), or null where there is no PyTorch. */
export async function startTorch() {
  for (const python of ['/usr/bin/python3', 'python3']) {
    const child = spawn(python, ['bench/torchStep.py'], { stdio: ['pipe', 'pipe', 'ignore'] });
    child.on('error', () => {});
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ready = await lines.next();
    if (ready.done) continue;
    const [, version, threads] = ready.value.split(' ');
    return {
      description: `PyTorch ${version}, ${threads} thread(s) of its own beside its BLAS's`,
      async step(sentences: number, length: number): Promise<number> {
        child.stdin.write(`${sentences} ${length}\n`);
        return Number((await lines.next()).value);
      },
      close: () => child.stdin.end(),
    };
  }
  return null;
}

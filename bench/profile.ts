// Profiles a training step: times each operation separately, after a complete step has filled the buffers.
import { initialParameters } from '../src/core/model/parameters.ts';
import { loadModel } from '../src/core/model/loadModel.ts';
import { safrProgram } from '../src/core/model/safrProgram.ts';
import type { Operation } from '../src/engine/operations.ts';
import type { Batch, Program } from '../src/engine/program.ts';
import { openDevice } from '../src/engine/openDevice.ts';
import { operationFlops } from '../src/core/model/flops.ts';
import { paperObjective, paperShape, zipfBatch } from '../src/core/model/paperModel.ts';

const scalars = { seed: 1, step: 1, learningRate: 1e-4, informationWeight: 0 };
const lengths = Array.from({ length: 32 }, (_, i) => 7 + ((i * 11) % 25));
const batches: Record<string, Batch> = {
  'dense 32 × 128': zipfBatch(
    Array.from({ length: 32 }, () => 128),
    { padding: 'none' },
  ),
  'ragged, 608 rows': zipfBatch(lengths, { padding: 'none' }),
};

const program = safrProgram(paperShape, paperObjective);
const operations = program.routines['train']!;
const single: Program = {
  ...program,
  routines: { ...program.routines, ...Object.fromEntries(operations.map((o, i) => [`${i}`, [o]])) },
};
const device = await openDevice('wasm', { threads: Number(process.argv[2] ?? 2) });
for (const [name, batch] of Object.entries(batches)) {
  const executor = await loadModel(device, single, paperShape, initialParameters(paperShape, 1));
  const time = async (routine: string) => {
    const timesMs: number[] = [];
    for (let i = 0; i < 9; i++) {
      const start = performance.now();
      await executor.run(routine, batch, scalars);
      timesMs.push(performance.now() - start);
    }
    return timesMs.sort((a, b) => a - b)[0]!;
  };
  await time('train');
  const step = await time('train');
  console.log(
    `${name}: ${batch.sizes.rows} rows, ${batch.sizes.types} types, step ${step.toFixed(1)} ms, ${device.description}`,
  );
  for (const [i, operation] of operations.entries()) {
    const ms = await time(`${i}`);
    const flops = operationFlops(program, operation, batch);
    if (ms > step / 100)
      console.log(
        `${ms.toFixed(2).padStart(8)} ms ${(flops / ms / 1e6).toFixed(1).padStart(6)} GFLOP/s  ${label(operation)}`,
      );
  }
  await executor.close();
}

function label(operation: Operation): string {
  return 'weight' in operation ? `${operation.op} ${operation.weight}` : operation.op;
}

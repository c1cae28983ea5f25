// How long a hover waits for its explanation: `npm run build && npm run bench:hover -- RUN…` explains 100 sentences of SST-2, from the archive
// in the folder SAFR_DATA, by each run through a compute process, as the editor does, and by its model alone in this process.
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ComputeProcess } from '../src/client/computeProcess.ts';
import { runBatch } from '../src/core/model/model.ts';
import { openRunModel } from '../src/core/workflow/runModel.ts';
import { openDevice } from '../src/engine/openDevice.ts';
import { sst2Texts } from '../test/oracle/texts.ts';

const count = 100;
/** People move the pointer between two hovers. */
const pauseMs = 50;

/** Milliseconds of `work` on each item; the first, which opens the model, apart. */
async function timed<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (const item of items) {
    const start = performance.now();
    await work(item);
    times.push(performance.now() - start);
    await setTimeout(pauseMs);
  }
  const [first, ...rest] = times;
  const sorted = rest.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(1);
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, largest ${at(1)}; first ${first!.toFixed(0)}`;
}

const runs = process.argv.slice(2);
if (runs.length === 0) throw new Error('name the directories of runs');
const texts = (await sst2Texts()).slice(-count - 1);
const compute = await ComputeProcess.start(fileURLToPath(new URL('../dist/host/compute.js', import.meta.url)));
for (const directory of runs) {
  console.log(`${directory}: ms for each of ${count} sentences`);
  const explain = (text: string) => compute.request('explain', { directory, text });
  let kilobytes = 0;
  console.log(`  hover: ${await timed(texts, explain)}`);
  for (const text of texts) kilobytes += JSON.stringify(await explain(text)).length / 1e3;
  console.log(`  answer: ${(kilobytes / texts.length).toFixed(1)} kB as JSON in the mean`);
  const { model, run } = await openRunModel(await openDevice('wasm', { threads: 1 }), directory);
  const alone = (text: string) => runBatch(model, 'explain', [{ ids: run.reader.read(text).ids, label: 0 }]);
  console.log(`  its model alone: ${await timed(texts, alone)}`);
  await model.executor.close();
}
await compute.end();

import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { control, execute, instantiate, orders, type Routines, type ThreadSpaces } from './command.ts';

/** What a worker starts with. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
  readonly threads: number;
}

/** Sent before the order `reload`. */
export interface WorkerPlan {
  readonly routines: Routines;
  readonly spaces: ThreadSpaces;
}

const { module, memory, thread, threads } = workerData as WorkerStart;
const kernels = instantiate(module, memory, threads);
const words = new Int32Array(memory.buffer, 0, control.end / 4);
let plan: WorkerPlan | undefined;

parentPort!.postMessage('ready');
for (;;) {
  kernels.barrier();
  const order = words[control.order / 4]!;
  if (order === orders.quit) break;
  if (order === orders.reload) plan = receiveMessageOnPort(parentPort!)?.message as WorkerPlan;
  else runRoutine(order);
  kernels.barrier();
}

/** Reports a trap to the main thread, whose run then fails. */
function runRoutine(routine: number): void {
  try {
    execute(kernels, memory, plan!.routines[routine]!, thread, threads, plan!.spaces);
  } catch {
    Atomics.store(words, control.failed / 4, 1);
  }
}

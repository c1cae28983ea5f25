import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import {
  control,
  execute,
  instantiate,
  orders,
  type KernelSetup,
  type Routines,
  type ThreadSpaces,
} from './command.ts';

/** What a worker starts with. */
export interface WorkerStart extends KernelSetup {
  readonly thread: number;
}

/** Sent before the order `reload`. */
export interface WorkerPlan {
  readonly routines: Routines;
  readonly spaces: ThreadSpaces;
}

const start = workerData as WorkerStart;
const { memory, thread, threads } = start;
const kernels = instantiate(start);
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

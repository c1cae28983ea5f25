import { setImmediate } from 'node:timers/promises';
import type { Device, Executor } from './device.ts';

/** Longest time for which consecutive runs delay timers, signals and messages. */
const maxDelayMs = 50;

/**
 * The same device, for callers that run it in a loop: as it computes on this thread, it yields now and then, so that signals, timers and
 * messages are handled.
 */
export function responsive(device: Device): Device {
  return { ...device, load: async (program) => responsiveExecutor(await device.load(program)) };
}

function responsiveExecutor(executor: Executor): Executor {
  let lastYield = performance.now();
  return {
    write: (name, values) => executor.write(name, values),
    read: (name) => executor.read(name),
    async run(routine, batch, scalars) {
      if (performance.now() - lastYield > maxDelayMs) {
        await setImmediate();
        lastYield = performance.now();
      }
      await executor.run(routine, batch, scalars);
    },
    close: () => executor.close(),
  };
}

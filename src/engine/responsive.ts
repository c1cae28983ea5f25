import { setImmediate } from 'node:timers/promises';
import type { Device, Executor } from './device.ts';

/** Longest time, in milliseconds, that runs in a row keep timers, signals and messages waiting. */
const patience = 50;

/** The same device, but a caller that runs it in a loop still hears signals, timers and messages: it computes on this very thread. */
export function responsive(device: Device): Device {
  return { ...device, load: async (program) => responsiveExecutor(await device.load(program)) };
}

function responsiveExecutor(executor: Executor): Executor {
  let heard = performance.now();
  return {
    write: (name, values) => executor.write(name, values),
    read: (name) => executor.read(name),
    async run(routine, batch, scalars) {
      if (performance.now() - heard > patience) {
        await setImmediate();
        heard = performance.now();
      }
      await executor.run(routine, batch, scalars);
    },
    close: () => executor.close(),
  };
}

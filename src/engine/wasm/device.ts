import { availableParallelism } from 'node:os';
import type { Device } from '../device.ts';
import { kernelBinary } from './binary.ts';
import { WasmExecutor } from './executor.ts';

/** The embedded device: SIMD kernels in WebAssembly on `threads` threads, by default one per core. */
export async function openWasmDevice({ threads }: { threads?: number } = {}): Promise<Device> {
  const { module, relaxed } = kernelBinary();
  const count = threads ?? availableParallelism();
  return {
    name: 'wasm',
    description: `SIMD${relaxed ? ' with fused multiply-add' : ''}, ${count} ${count === 1 ? 'thread' : 'threads'}`,
    load: (program) => WasmExecutor.start(module, program, count),
    close: async () => {},
  };
}

import { availableParallelism, totalmem } from 'node:os';
import type { Device } from '../device.ts';
import { kernelBinary } from './binary.ts';
import { WasmExecutor } from './executor.ts';
import { addressableBytes, spaceBytes } from './layout.ts';

export interface WasmOptions {
  /** By default one per core. */
  readonly threads?: number | undefined;
  /** Whether this process uses 256-bit vectors (see `useWideVectors`). */
  readonly wide?: boolean;
}

/** The embedded device: SIMD kernels in WebAssembly on several threads. */
export async function openWasmDevice({ threads, wide = false }: WasmOptions = {}): Promise<Device> {
  const { module, relaxed } = kernelBinary();
  const count = threads ?? availableParallelism();
  const simd = `SIMD${wide ? ' of 256 bits' : ''}${relaxed ? ' with fused multiply-add' : ''}`;
  return {
    name: 'wasm',
    description: `${simd}, ${count} ${count === 1 ? 'thread' : 'threads'}`,
    memory: {
      total: Math.min(addressableBytes, totalmem()),
      buffer: Infinity,
      workspace: (longest) => count * spaceBytes(longest),
    },
    load: (program) => WasmExecutor.start(program, { module, threads: count, wide }),
    close: async () => {},
  };
}

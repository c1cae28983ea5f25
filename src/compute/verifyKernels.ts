// The self-test of the wasm device with 256-bit vectors: verifies the golden files that are given. The exit code is 0 if all tensors agree.
import { setFlagsFromString } from 'node:v8';
import { openWasmDevice } from '../engine/wasm/device.ts';
import { wideVectorsFlag } from '../engine/wasm/wideVectors.ts';
import { readSafetensors } from '../core/model/safetensors.ts';
import { verifyGoldenCase } from '../core/verification/goldenCase.ts';

// Set as `useWideVectors` sets it; without the baseline compiler, so that no kernel stays as it compiles them.
for (const flag of [wideVectorsFlag, '--no-liftoff']) setFlagsFromString(flag);

const device = await openWasmDevice({ threads: 2, wide: true });
const agreements = [];
for (const path of process.argv.slice(2)) {
  agreements.push(...(await verifyGoldenCase(device, await readSafetensors(path), path)));
}
await device.close();
process.exitCode = agreements.length > 0 && agreements.every(({ ok }) => ok) ? 0 : 1;

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, test } from 'vitest';
import { openTensorflowDevice } from '../../src/engine/tensorflow/device.ts';
import { openWasmDevice } from '../../src/engine/wasm/device.ts';
import { openWebgpuDevice } from '../../src/engine/webgpu/device.ts';
import { noWebgpu } from '../devices/devices.ts';
import { compareEncoder } from '../devices/encoderGolden.ts';
import { reasonToSkip } from '../requirements.ts';
import { python } from './python.ts';

const reason = reasonToSkip('encoders');
const folder = mkdtempSync(join(tmpdir(), 'safr-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Names of the models that the script has made. */
function makeModels(): string[] {
  python([folder], undefined, 'encoders.py');
  return readdirSync(folder);
}

describe.skipIf(reason !== null)(
  `encoders compute and learn as in transformers${reason ? ` (${reason})` : ''}`,
  async () => {
    const models = reason === null ? makeModels() : ['none'];
    const devices = [
      await openWasmDevice({ threads: 2 }),
      await openTensorflowDevice(),
      ...(noWebgpu === null ? [await openWebgpuDevice()] : []),
    ];
    for (const device of devices) {
      test.each(models)(`${device.name}: %s`, (model) => compareEncoder(device, join(folder, model)));
    }
  },
);

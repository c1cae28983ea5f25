import { readSafetensors } from '../core/model/safetensors.ts';
import { verifyGoldenCase } from '../core/verification/goldenCase.ts';
import { openDevice } from '../engine/openDevice.ts';
import { chooseBackend } from '../engine/tensorflow/backend.ts';
import { UserError } from '../common/userError.ts';
import type { VerifiedTensorflow } from '../protocol/compute.ts';
import type { Handlers } from './handler.ts';

export const tensorflowHandlers: Pick<Handlers, 'verifyTensorflow'> = {
  async verifyTensorflow({ goldens: paths }, { signal }) {
    const backend = await chooseBackend();
    if (backend.name === 'cpu') throw new UserError(backend.reason, 'Trainings work without it.');
    const device = await openDevice('tensorflow');
    try {
      const goldens: VerifiedTensorflow['goldens'][number][] = [];
      for (const path of paths) {
        signal.throwIfAborted();
        goldens.push({ path, tensors: await verifyGoldenCase(device, await readSafetensors(path), path) });
      }
      return { description: backend.description, isOnGpu: backend.isOnGpu, goldens };
    } finally {
      await device.close();
    }
  },
};

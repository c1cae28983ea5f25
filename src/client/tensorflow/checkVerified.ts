import { basename } from 'node:path';
import type { NativePackage } from '../../engine/tensorflow/nativePackage.ts';
import { UserError } from '../../common/userError.ts';
import type { TensorAgreement } from '../../core/verification/goldenCase.ts';
import type { VerifiedTensorflow } from '../../protocol/compute.ts';
import { counted } from '../../common/format.ts';

/** A sentence that all goldens agree. Errors: UserError if one does not, or a package for GPUs finds none. */
export function checkVerified(name: NativePackage, { description, isOnGpu, goldens }: VerifiedTensorflow): string {
  const wrong = goldens.flatMap(({ path, tensors }) => deviationText(path, tensors) ?? []);
  if (wrong.length > 0) {
    const which = `${wrong.length} of ${counted(goldens.length, 'golden')}`;
    throw new UserError(`it computes ${which} wrongly: ${wrong.join('; ')}`, 'Trainings work without it.');
  }
  if (name === '@tensorflow/tfjs-node-gpu' && !isOnGpu) {
    throw new UserError(
      'it finds no NVIDIA GPU that it can use',
      'Install its driver, with CUDA 11.2 and cuDNN 8.1 or, on Linux, with tensorflow[and-cuda] for Python; or choose the CPU.',
    );
  }
  return `${description}: ${counted(goldens.length, 'golden')} ${goldens.length === 1 ? 'agrees' : 'agree'}`;
}

/** Such as "tiny: grad.classifier.weight is off by 3.1e-2, more than 1e-4, and 4 others too"; the worst one is named. */
function deviationText(path: string, tensors: readonly TensorAgreement[]): string | null {
  const beyond = tensors.filter(({ ok }) => !ok).sort((a, b) => b.error / b.tolerance - a.error / a.tolerance);
  const [worst, ...others] = beyond;
  if (!worst) return null;
  const more = others.length === 0 ? '' : `, and ${counted(others.length, 'other')} too`;
  const off = `${worst.tensor} is off by ${worst.error.toExponential(1)}, more than ${worst.tolerance}`;
  return `${basename(path, '.safetensors')}: ${off}${more}`;
}

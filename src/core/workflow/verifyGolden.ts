import { stat } from 'node:fs/promises';
import type { Device } from '../../engine/device.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { experimentSchema, resolveExperiment } from '../experiment/schema.ts';
import { loadModel } from '../model/loadModel.ts';
import { safrProgram } from '../model/safrProgram.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { readSafetensors } from '../model/safetensors.ts';
import { agreementOf, type ValueAgreement } from '../verification/agreement.ts';
import { settingsOf } from '../verification/expected.ts';
import { verifyGoldenCase, type TensorAgreement } from '../verification/goldenCase.ts';
import { readGoldenFolder, type GoldenFolder } from '../verification/goldenFolder.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { UserError } from '../../common/userError.ts';
import { readData } from './readData.ts';
import type { WorkflowContext } from './workflowContext.ts';

/** How a device's results compare with golden results: per tensor for a file, per value for the folder of a trained model. */
export type Verification =
  | { readonly path: string; readonly kind: 'file'; readonly ok: boolean; readonly tensors: readonly TensorAgreement[] }
  | {
      readonly path: string;
      readonly kind: 'folder';
      readonly ok: boolean;
      readonly values: readonly ValueAgreement[];
    };

/** Verifies a golden file or folder; a folder requires the SST-2 archive. Errors: UserError if it is not golden, or the archive is missing. */
export async function verifyGolden(device: Device, path: string, context: WorkflowContext): Promise<Verification> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileProblem(path, error, 'read');
  });
  if (found.isDirectory()) return verifyFolder(device, path, context);
  const tensors = await verifyGoldenCase(device, await readSafetensors(path), path);
  return { path, kind: 'file', ok: tensors.every(({ ok }) => ok), tensors };
}

async function verifyFolder(device: Device, path: string, context: WorkflowContext): Promise<Verification> {
  const { shape, parameters, vocabulary, expected } = await readGoldenFolder(path);
  const { maxLength } = shape;
  const file = experimentSchema.parse({ dataset: { source: 'sst2' }, model: { maxLength } });
  const data = await readData(resolveExperiment(file, 'golden'), path, context, { vocabulary });
  checkCounts(path, { shape, expected }, data);
  const executor = await loadModel(device, safrProgram(shape), shape, parameters);
  try {
    const evaluation = await evaluate({
      ...{ executor, shape, padding: { padding: 'max', maxLength } },
      split: data.test,
      classes: data.classes,
      settings: settingsOf(expected),
      signal: context.signal,
      onProgress: (progress) => context.onEvent?.({ kind: 'measured', ...progress }),
    });
    const values = agreementOf(evaluation, expected);
    return { path, kind: 'folder', ok: values.every(({ ok }) => ok), values };
  } finally {
    await executor.close();
  }
}

/** Errors: UserError where the results are of other texts or classes than those of SST-2. */
function checkCounts(path: string, { shape, expected }: Pick<GoldenFolder, 'shape' | 'expected'>, data: Dataset): void {
  const remedy = 'Give a golden folder of SST-2.';
  const counts = { ...expected, 'fc.bias': { length: shape.classes } };
  const wanted = {
    predictions: data.test.length,
    'predictions_srs_0.3': data.test.length,
    'fc.bias': data.classes.length,
  };
  for (const [name, count] of Object.entries(wanted) as [keyof typeof wanted, number][]) {
    const { length } = counts[name];
    if (length !== count) throw new UserError(`${path}: "${name}" has ${length} values; SST-2 has ${count}`, remedy);
  }
}

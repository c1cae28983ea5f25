import { basename } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { writeEncoder } from '../export/huggingface/writeEncoder.ts';
import { specialIds } from '../model/specialTokens.ts';
import { loadRunModel } from '../runs/loadRunModel.ts';
import { encoderOf } from '../runs/openTextReader.ts';

/**
 * Writes the fine-tuned encoder of a run as a new folder for transformers (see `writeEncoder`). Errors: UserError for a run without a
 * pretrained encoder; else as `loadRunModel` and `writeEncoder`.
 */
export async function exportHuggingface(directory: string, path: string): Promise<void> {
  const { shape, parameters, classes, experiment } = await loadRunModel(directory);
  const encoder = await encoderOf({ directory, experiment });
  if (!encoder) {
    throw new UserError(
      `run ${basename(directory)} has no pretrained encoder (model.pretrained), so transformers has no class for its model`,
      'Export it as an ONNX model: --format onnx.',
    );
  }
  await writeEncoder(
    { shape, parameters, classes, special: specialIds(encoder.reader.frame), origin: encoder.path },
    path,
  );
}

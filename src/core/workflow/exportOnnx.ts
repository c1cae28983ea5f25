import { atomicWrite } from '../../common/atomicWrite.ts';
import { classifierGraph } from '../export/onnx/classifier.ts';
import { loadRunModel } from '../runs/loadRunModel.ts';
import { paddingOf } from '../runs/encoder.ts';
import { encoderOf } from '../runs/openTextReader.ts';

/**
 * Writes a run's model as an ONNX file, from ids to logits (see `classifierGraph`). Its metadata have the names of the `classes` in order,
 * as JSON, and `maxLength`. Errors: as `loadRunModel` and `atomicWrite`.
 */
export async function exportOnnx(directory: string, path: string): Promise<void> {
  const { shape, parameters, classes, experiment } = await loadRunModel(directory);
  const graph = classifierGraph(shape, parameters, paddingOf(experiment, await encoderOf({ directory, experiment })));
  await atomicWrite(path, graph.encode({ classes: JSON.stringify(classes), maxLength: String(shape.maxLength) }));
}

import type { ModelShape } from '../../model/modelShape.ts';
import { elements, parameterSpecs, type ParameterSpec, type Parameters } from '../../model/parameters.ts';
import type { PretrainedConfig } from '../../model/pretrained/config.ts';
import { tensorNames } from '../../model/pretrained/tensorNames.ts';
import type { Tensor } from '../../model/safetensors.ts';
import { maskedEmbedding } from '../maskedEmbedding.ts';

/**
 * The parameters of an encoder with a classification head under the names that transformers gives them, with the mask folded into the
 * word embeddings (`maskedEmbedding`). `special`: ids of the special tokens.
 */
export function encoderTensors(
  { architecture, unusedPositions }: Pick<PretrainedConfig, 'architecture' | 'unusedPositions'>,
  shape: ModelShape,
  parameters: Parameters,
  special: ReadonlySet<number>,
): Tensor[] {
  const folded = new Map(parameters).set('embedding.weight', maskedEmbedding(shape, parameters, special));
  return parameterSpecs(shape).flatMap((spec) => {
    const names = tensorNames(architecture, spec.name);
    const unusedRows = spec.name === 'positions.weight' ? unusedPositions : 0;
    return parts(spec, folded.get(spec.name)!, names, unusedRows);
  });
}

/** The equal parts of a parameter, each below as many rows of zeros. */
function parts(
  { shape: [rows, ...others] }: ParameterSpec,
  values: Float32Array,
  names: readonly string[],
  unusedRows: number,
): Tensor[] {
  const partRows = rows! / names.length;
  const rowSize = elements(others);
  return names.map((name, i) => {
    const own = new Float32Array((unusedRows + partRows) * rowSize);
    own.set(values.subarray(i * partRows * rowSize, (i + 1) * partRows * rowSize), unusedRows * rowSize);
    return { name, shape: [unusedRows + partRows, ...others], values: own };
  });
}

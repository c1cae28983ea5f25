import type { Device, Executor } from '../../engine/device.ts';
import type { Program } from '../../engine/program.ts';
import { parameterSpecs, type Parameters } from './parameters.ts';
import type { ModelShape } from './modelShape.ts';

/** A program on a device with its parameters written; the caller closes it. */
export async function loadModel(
  device: Device,
  program: Program,
  shape: ModelShape,
  parameters: ParameterSource,
): Promise<Executor> {
  const executor = await device.load(program);
  if (!shape.pretrained) await executor.write('positions', positionTable(shape.maxLength, shape.width));
  await writeParameters(executor, parameters);
  return executor;
}

/** All parameters, or one by one as they are read from a file. */
export type ParameterSource = Parameters | AsyncIterable<readonly [name: string, values: Float32Array]>;

export async function writeParameters(executor: Executor, parameters: ParameterSource): Promise<void> {
  for await (const [name, values] of parameters) await executor.write(name, values);
}

/** Copies of all parameters. */
export async function readParameters(executor: Executor, shape: ModelShape): Promise<Map<string, Float32Array>> {
  const values = new Map<string, Float32Array>();
  for (const { name } of parameterSpecs(shape)) values.set(name, await executor.read(name));
  return values;
}

/** Sinusoidal position table [maxLength, width] (Vaswani et al. 2017, §3.5): sines in even columns, cosines in odd ones. */
export function positionTable(maxLength: number, width: number): Float32Array {
  const table = new Float32Array(maxLength * width);
  for (let position = 0; position < maxLength; position++) {
    for (let column = 0; column < width; column++) {
      const angle = position * Math.exp((-Math.log(10000) * (column - (column % 2))) / width);
      table[position * width + column] = column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return table;
}

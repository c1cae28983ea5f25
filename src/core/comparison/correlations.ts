import type { Device } from '../../engine/device.ts';
import { noSizes, type Program } from '../../engine/program.ts';
import type { StandardizedNeurons } from './standardized.ts';

/**
 * Pearson correlations of every neuron of `from` with every one of `to` over the same tokens: [from, to]. It is
 * computed by the device's linear layer in single precision; the error is at most 1e-6.
 */
export async function correlations(
  device: Device,
  from: StandardizedNeurons,
  to: StandardizedNeurons,
): Promise<Float32Array> {
  const sizes = { ...noSizes, rows: from.neurons.length };
  if (from.neurons.length === 0 || to.neurons.length === 0) return new Float32Array(0);
  const executor = await device.load(productProgram(to.neurons.length, from.tokens));
  try {
    await executor.write('weight', to.rows);
    await executor.run('product', { sizes, inputs: { x: from.rows } });
    return await executor.read('y');
  } finally {
    await executor.close();
  }
}

function productProgram(out: number, tokens: number): Program {
  return {
    buffers: [
      { name: 'x', type: 'f32', role: 'input', shape: ['rows', tokens] },
      { name: 'weight', type: 'f32', role: 'state', shape: [out, tokens] },
      { name: 'bias', type: 'f32', role: 'state', shape: [out] },
      { name: 'y', type: 'f32', role: 'value', shape: ['rows', out] },
    ],
    routines: {
      product: [{ op: 'linear', rows: 'rows', x: 'x', weight: 'weight', bias: 'bias', activation: 'none', y: 'y' }],
    },
  };
}

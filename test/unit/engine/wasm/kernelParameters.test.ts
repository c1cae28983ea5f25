import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtFile } from '../../../../src/engine/wasm/binary.ts';
import { kernelNames, kernelParameters } from '../../../../src/engine/wasm/kernelParameters.ts';
import { sharedMemory } from '../../../../src/engine/wasm/layout.ts';

const folder = 'src/engine/wasm/kernels';
/** Exported for the host, not called by programs. */
const hostFunctions = ['setBarrier', 'barrier', 'setTile', 'productScratch'];

/** Parameter names of every exported function of the AssemblyScript sources, in order. */
const sources = new Map(
  readdirSync(folder).flatMap((file) => {
    const text = readFileSync(`${folder}/${file}`, 'utf8');
    return Array.from(text.matchAll(/^export function (\w+)\(([^)]*)\)/gm), ([, name, parameters]) => {
      return [name!, Array.from(parameters!.matchAll(/(\w+):/g), ([, parameter]) => parameter!)] as const;
    });
  }),
);

it.each(kernelNames)('names the parameters of %s as its source does', (name) => {
  expect(['thread', 'threads', ...kernelParameters(name)]).toEqual(sources.get(name));
});

describe.each(['baseline', 'relaxed'])('the %s module', (variant) => {
  const bytes = readFileSync(builtFile(`${variant}.wasm`));

  it.skipIf(!WebAssembly.validate(bytes))('exports these kernels with as many parameters', () => {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory: sharedMemory() } });
    const arities = Object.entries(instance.exports).flatMap(([name, value]) =>
      typeof value === 'function' && !hostFunctions.includes(name) ? [[name, value.length]] : [],
    );
    const expected = kernelNames.map((name) => [name, 2 + kernelParameters(name).length]);
    expect(Object.fromEntries(arities)).toEqual(Object.fromEntries(expected));
    expect(instance.exports).toMatchObject(
      Object.fromEntries(hostFunctions.map((name) => [name, expect.any(Function)])),
    );
  });
});

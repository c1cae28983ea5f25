import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { readSafetensors, writeSafetensors } from '../../../src/core/model/safetensors.ts';
import { toTorch, initialParameters } from '../../../src/core/model/parameters.ts';
import { Vocabulary } from '../../../src/core/dataset/vocabulary.ts';
import { verifyGoldenCase } from '../../../src/core/verification/goldenCase.ts';
import { readGoldenFolder } from '../../../src/core/verification/goldenFolder.ts';
import { openWasmDevice } from '../../../src/engine/wasm/device.ts';
import { edits, headerEdits, jsonEdits } from '../edits.ts';
import { shape } from '../storedRun.ts';
import { reading, type Target } from '../target.ts';

const golden = readFileSync(resolve(import.meta.dirname, '../../fixtures/goldens/tiny.safetensors'));

/** Golden files, recomputed on the CPU. */
export const goldenTarget: Target = {
  name: 'golden files',
  share: 2,
  async open(folder) {
    const path = join(folder, 'golden.safetensors');
    const device = await openWasmDevice({ threads: 1 });
    const edit = fc.oneof({ weight: 1, arbitrary: edits }, { weight: 3, arbitrary: headerEdits });
    return reading({
      inputs: edit.map((change) => change(golden)),
      reads: (bytes) => [
        async () => {
          writeFileSync(path, bytes);
          return verifyGoldenCase(device, await readSafetensors(path), path);
        },
      ],
      close: () => device.close(),
    });
  },
};

const expected = {
  ...{
    accuracy: 82.1,
    srs: { 0.3: { imp: 1, inter: 2, both: 3 } },
    predictions: [0, 1],
    'predictions_srs_0.3': [1, 1],
  },
  neurons: {
    theta: 0.5,
    perInput: { unused: 0.1, monosemantic: 0.2, polysemantic: 0.3, neuronsPerToken: 2 },
    corpus: { dead: 0.1, monosemantic: 0.2, meanTopTypeShare: 0.5 },
    ...{ meanTokenCapacity: 0.5, meanKeepProbability: 0.5 },
  },
};

/** Golden folders: weights, vocabulary and results. */
export const goldenFolderTarget: Target = {
  name: 'golden folders',
  share: 2,
  async open(folder) {
    const root = join(folder, 'golden');
    mkdirSync(root);
    const metadata = { vocab: '5', d_model: '4', heads: '2', layers: '1', d_ff: '6', mask_hidden: '3', max_len: '8' };
    const weights = join(root, 'weights.safetensors');
    await writeSafetensors(weights, toTorch(shape, initialParameters(shape, 1)), metadata);
    const files = {
      'weights.safetensors': readFileSync(weights),
      'vocabulary.json': Buffer.from(new Vocabulary(['one', '2', '__proto__']).toText()),
      'expected.json': Buffer.from(JSON.stringify(expected)),
    };
    const names = Object.keys(files) as (keyof typeof files)[];
    return reading({
      inputs: fc
        .tuple(fc.constantFrom(...names), fc.oneof(edits, jsonEdits, headerEdits))
        .map(([name, edit]) => ({ name, bytes: edit(files[name]) })),
      reads: ({ name, bytes }) => [
        () => {
          for (const each of names) writeFileSync(join(root, each), each === name ? bytes : files[each]);
          return readGoldenFolder(root);
        },
      ],
    });
  },
};

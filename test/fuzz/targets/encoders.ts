import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { openTokenizer } from '../../../src/core/dataset/subword/openTokenizer.ts';
import { PretrainedFolder } from '../../../src/core/model/pretrained/folder.ts';
import { edits, headerEdits, jsonEdits, type Edit } from '../edits.ts';
import { reading, type Target } from '../target.ts';

const fixtures = resolve(import.meta.dirname, '../../fixtures');
const maxClasses = 3;

/** The files of a fixture by name. */
function filesOf(folder: string): ReadonlyMap<string, Buffer<ArrayBuffer>> {
  const path = join(fixtures, folder);
  return new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name))]));
}

const models = ['bert', 'distilbert', 'roberta'].map((name) => filesOf(`pretrained/${name}`));
const tokenizers = ['bytes', 'prefixed', 'wordpiece'].map((name) => filesOf(`subwords/${name}`));

function editOf(name: string): fc.Arbitrary<Edit> {
  if (name.endsWith('.json')) return fc.oneof({ weight: 1, arbitrary: edits }, { weight: 3, arbitrary: jsonEdits });
  return name.endsWith('.safetensors')
    ? fc.oneof({ weight: 1, arbitrary: edits }, { weight: 2, arbitrary: headerEdits })
    : edits;
}

/** Folders of which one file is damaged. */
const damaged = (folders: readonly ReadonlyMap<string, Buffer<ArrayBuffer>>[]) =>
  fc
    .constantFrom(...folders)
    .chain((files) =>
      fc
        .constantFrom(...files.keys())
        .chain((name) => editOf(name).map((edit) => new Map([...files, [name, edit(files.get(name)!)]]))),
    );

async function readParameters(folder: string): Promise<void> {
  const opened = await PretrainedFolder.open(folder);
  try {
    const shape = opened.shape(opened.classes?.length ?? maxClasses, null, opened.config.encoder.positions, 0);
    for await (const [name, values] of opened.parameters(shape, 1, { keepClassifier: opened.classes !== null })) {
      if (values.length === 0) throw new Error(`${name} has no values`);
    }
  } finally {
    await opened.close();
  }
}

async function encode(folder: string, text: string): Promise<void> {
  const tokenizer = await openTokenizer(folder);
  const { starts, ends } = tokenizer.encode(text);
  starts.forEach((start, i) => {
    if (start > ends[i]! || ends[i]! > text.length) throw new Error(`token ${i} is at ${start} to ${ends[i]}`);
  });
}

/** Pretrained encoders: config, weights of every kind, tokenizer. */
export const encoderTarget: Target = {
  name: 'pretrained encoders',
  share: 6,
  async open(folder) {
    const root = join(folder, 'encoder');
    return reading({
      inputs: fc.record({
        model: damaged(models),
        tokenizer: damaged(tokenizers),
        text: fc.string({ unit: 'grapheme', maxLength: 60 }),
      }),
      reads({ model, tokenizer, text }) {
        rmSync(root, { recursive: true, force: true });
        mkdirSync(root);
        for (const [name, bytes] of [...tokenizer, ...model]) writeFileSync(join(root, name), bytes);
        return [() => readParameters(root), () => encode(root, text)];
      },
    });
  },
};

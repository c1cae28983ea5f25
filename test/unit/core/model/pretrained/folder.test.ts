import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { PretrainedFolder } from '../../../../../src/core/model/pretrained/folder.ts';
import type { ModelShape } from '../../../../../src/core/model/modelShape.ts';
import { parameterSpecs } from '../../../../../src/core/model/parameters.ts';
import { readSafetensors, writeSafetensors, type Tensor } from '../../../../../src/core/model/safetensors.ts';
import { temporaryFolder } from '../../runs/temporaryFolder.ts';

const fixtures = 'test/fixtures/pretrained';
const folder = temporaryFolder();
const weights = () => folder.path('model', 'model.safetensors');

beforeEach(() => {
  cpSync(`${fixtures}/bert`, folder.path('model'), { recursive: true });
});

interface Read {
  readonly path?: string;
  readonly classes?: number;
  readonly keepClassifier?: boolean;
  readonly seed?: number;
}

/** Shape and parameters of a folder's model. */
async function read({ path = folder.path('model'), classes = 3, keepClassifier = true, seed = 1 }: Read = {}) {
  const opened = await PretrainedFolder.open(path);
  const shape = opened.shape(classes, 5, 8, 0.1);
  const parameters = new Map<string, Float32Array>();
  try {
    for await (const [name, values] of opened.parameters(shape, seed, { keepClassifier })) parameters.set(name, values);
  } finally {
    await opened.close();
  }
  return { shape, parameters, classes: opened.classes };
}

const sizesOf = (shape: ModelShape) =>
  parameterSpecs(shape).map(({ name, shape: dims }) => [name, dims.reduce((n, d) => n * d, 1)]);

async function rewrite(change: (tensors: Tensor[]) => Tensor[]): Promise<void> {
  const { tensors } = await readSafetensors(weights());
  await writeSafetensors(weights(), change([...tensors.values()]));
}

test.each(['bert', 'distilbert', 'roberta'])('reads every parameter of %s', async (name) => {
  const { shape, parameters, classes } = await read({ path: `${fixtures}/${name}` });
  expect(Array.from(parameters, ([parameter, values]) => [parameter, values.length])).toEqual(sizesOf(shape));
  expect(classes).toEqual(['bad', 'fair', 'good']);
});

test('packs queries, keys and values', async () => {
  const { parameters } = await read();
  const { tensors } = await readSafetensors(weights());
  const values = (part: string) => [...tensors.get(`bert.encoder.layer.1.attention.self.${part}.bias`)!.values];
  const packed = [...values('query'), ...values('key'), ...values('value')];
  expect([...parameters.get('layers.1.attention.qkv.bias')!]).toEqual(packed);
});

test('leaves out the first rows of the positions of RoBERTa', async () => {
  const { shape, parameters } = await read({ path: `${fixtures}/roberta` });
  expect(shape.pretrained!.positions).toBe(10);
  expect(parameters.get('positions.weight')).toHaveLength(120);
});

test('reads a folder of the encoder alone, without prefix and with the old names of layer norms', async () => {
  const expected = (await read()).parameters;
  await rewrite((tensors) =>
    tensors.map(({ name, ...rest }) => ({
      ...rest,
      name: name
        .replace(/^bert\./, '')
        .replace('LayerNorm.weight', 'LayerNorm.gamma')
        .replace('LayerNorm.bias', 'LayerNorm.beta'),
    })),
  );
  expect((await read()).parameters).toEqual(expected);
});

test('starts the mask and, where it is not kept, the classifier from the seed', async () => {
  const kept = (await read()).parameters;
  const fresh = (await read({ keepClassifier: false, classes: 2 })).parameters;
  const otherSeed = (await read({ keepClassifier: false, classes: 2, seed: 2 })).parameters;
  expect(fresh.get('fc.weight')).toHaveLength(24);
  expect(fresh.get('fc.bias')).toEqual(new Float32Array(2));
  expect(fresh.get('pooler.weight')).toEqual(kept.get('pooler.weight'));
  for (const name of ['fc.weight', 'vmask.linear_layer.weight']) {
    expect(otherSeed.get(name)).not.toEqual(fresh.get(name));
  }
});

test('starts the pooler from the seed where an encoder has none', async () => {
  const kept = (await read()).parameters;
  await rewrite((tensors) => tensors.filter(({ name }) => !/pooler|classifier/.test(name)));
  const { parameters, classes } = await read({ keepClassifier: false, classes: 2 });
  expect(classes).toBeNull();
  expect(parameters.get('pooler.weight')).not.toEqual(kept.get('pooler.weight'));
  expect(parameters.get('embedding.weight')).toEqual(kept.get('embedding.weight'));
});

function changeConfig(change: object): void {
  const path = folder.path('model', 'config.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...change }));
}

test('names classes as transformers does where the config does not', async () => {
  changeConfig({ id2label: undefined });
  expect((await read()).classes).toEqual(['LABEL_0', 'LABEL_1', 'LABEL_2']);
});

test('has no classes where the head is of another kind', async () => {
  changeConfig({ problem_type: 'multi_label_classification' });
  expect((await read()).classes).toBeNull();
});

test('names a tensor that is missing or of another shape', async () => {
  changeConfig({ vocab_size: 31 });
  await expect(read()).rejects.toThrow('"bert.embeddings.word_embeddings.weight" has the shape [30, 12], not [31, 12]');
  changeConfig({ vocab_size: 30, num_hidden_layers: 3 });
  await expect(read()).rejects.toThrow('has no tensor "bert.encoder.layer.2.attention.self.query.weight"');
});

test('refuses names of the classes that do not fit the classifier', async () => {
  changeConfig({ id2label: { 0: 'no', 1: 'yes' } });
  await expect(read()).rejects.toThrow('the classifier has 3 classes, "id2label" names 2');
});

test('names the files of weights that it looks for', async () => {
  rmSync(weights());
  await expect(read()).rejects.toThrow('no model.safetensors, model.safetensors.index.json, pytorch_model.bin');
});

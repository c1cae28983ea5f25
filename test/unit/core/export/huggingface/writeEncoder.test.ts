import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeEncoder } from '../../../../../src/core/export/huggingface/writeEncoder.ts';
import { maskedEmbedding } from '../../../../../src/core/export/maskedEmbedding.ts';
import { temporaryFolder } from '../../runs/temporaryFolder.ts';
import { readEncoder } from '../readEncoder.ts';

const fixtures = 'test/fixtures/pretrained';
const folder = temporaryFolder();
const out = () => folder.path('out');
const special: ReadonlySet<number> = new Set([0, 1, 2]);

it.each(['bert', 'distilbert', 'roberta'])('writes an encoder of %s so that it is read again', async (name) => {
  const origin = join(fixtures, name);
  const encoder = await readEncoder(origin);
  await writeEncoder({ ...encoder, special, origin }, out());
  expect(await readEncoder(out())).toEqual(encoder);
  expect(readdirSync(out()).sort()).toEqual(['config.json', 'model.safetensors']);
});

it('folds the mask into the embeddings of all but the special tokens', async () => {
  const origin = join(fixtures, 'bert');
  const { shape, parameters, classes } = await readEncoder(origin, 5);
  await writeEncoder({ shape, parameters, classes, special, origin }, out());
  const written = (await readEncoder(out())).parameters.get('embedding.weight')!;
  expect(written).toEqual(maskedEmbedding(shape, parameters, special));
  const original = parameters.get('embedding.weight')!;
  expect(written.subarray(0, 3 * shape.width)).toEqual(original.subarray(0, 3 * shape.width));
  expect(Math.abs(written[3 * shape.width]!)).toBeLessThan(Math.abs(original[3 * shape.width]!));
});

it('names the classes, keeps the rest of the config and copies the files of the tokenizer', async () => {
  const origin = folder.path('origin');
  cpSync(join(fixtures, 'bert'), origin, { recursive: true });
  writeFileSync(join(origin, 'vocab.txt'), '[PAD]\n[CLS]\n');
  writeFileSync(join(origin, 'tokenizer_config.json'), '{"do_lower_case":  true}');
  writeFileSync(join(origin, 'training_args.bin'), 'not of the tokenizer');
  const classes = ['ham', 'spam', 'unsure'];
  await writeEncoder({ ...(await readEncoder(origin)), classes, special, origin }, out());
  expect(readdirSync(out()).sort()).toEqual(['config.json', 'model.safetensors', 'tokenizer_config.json', 'vocab.txt']);
  expect(readFileSync(join(out(), 'tokenizer_config.json'), 'utf8')).toBe('{"do_lower_case":  true}');
  const config = (path: string) => JSON.parse(readFileSync(join(path, 'config.json'), 'utf8')) as object;
  expect(config(out())).toEqual({
    ...config(origin),
    architectures: ['BertForSequenceClassification'],
    id2label: { 0: 'ham', 1: 'spam', 2: 'unsure' },
    label2id: { ham: 0, spam: 1, unsure: 2 },
    problem_type: 'single_label_classification',
    dtype: 'float32',
  });
});

it('refuses an encoder that keeps some of its neurons, which transformers cannot', async () => {
  const origin = join(fixtures, 'bert');
  const { shape, ...others } = await readEncoder(origin);
  const encoder = { ...others, shape: { ...shape, activeNeurons: 2 }, special, origin };
  await expect(writeEncoder(encoder, out())).rejects.toThrow('no model of transformers does');
  expect(existsSync(out())).toBe(false);
});

it('refuses a folder that exists, and leaves nothing where it fails', async () => {
  const origin = join(fixtures, 'bert');
  const encoder = { ...(await readEncoder(origin)), special, origin };
  mkdirSync(out());
  await expect(writeEncoder(encoder, out())).rejects.toThrow(`${out()}: exists already`);
  const missing = { ...encoder, parameters: new Map([['embedding.weight', new Float32Array(30 * 12)]]) };
  await expect(writeEncoder(missing, folder.path('other'))).rejects.toThrow();
  expect(readdirSync(folder.path())).toEqual(['out']);
});

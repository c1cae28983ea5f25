import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportOnnx } from '../../src/core/workflow/exportOnnx.ts';
import { classifierGraph } from '../../src/core/export/onnx/classifier.ts';
import { makeBatch } from '../../src/core/model/batch.ts';
import { openRunModel } from '../../src/core/workflow/runModel.ts';
import { openDevice } from '../../src/engine/openDevice.ts';
import { reasonToSkip } from '../requirements.ts';
import { readEncoder } from '../unit/core/export/readEncoder.ts';
import { python } from './python.ts';
import { trainedRun } from './trainedRun.ts';

interface OnnxBatch {
  readonly ids: readonly (readonly number[])[];
  /** Length that the texts are padded to; by default that of the longest. */
  readonly length?: number;
  readonly segments?: readonly (readonly number[])[];
}

interface OnnxResult {
  readonly inputs: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  /** By batch, sentence and class. */
  readonly logits: readonly (readonly (readonly number[])[])[];
}

const compute = (file: string, batches: readonly OnnxBatch[]) =>
  JSON.parse(python([file], batches, 'onnx.py')) as OnnxResult;

const largestDifference = (a: readonly number[], b: readonly number[]) => {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
};

/** Texts of so many tokens; the id 0 is a text without tokens. */
const batches: OnnxBatch[] = [
  { ids: [[3, 5, 1, 2, 9, 4, 4]] },
  { ids: [[0], [2, 3], [7, 1, 6, 5, 4, 3, 2, 8, 9, 3, 5, 6]] },
  { ids: [[2], [3]], length: 5 },
  {
    ids: Array.from({ length: 17 }, (_, i) =>
      Array.from({ length: 1 + (i % 11) }, (__, j) => 1 + ((i * 5 + j * 3) % 9)),
    ),
  },
];

const reason = reasonToSkip('export');
describe.skipIf(reason)(`ONNX files${reason === null ? '' : ` (${reason})`}`, () => {
  const root = mkdtempSync(join(tmpdir(), 'safr-onnx-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each([
    { padding: 'none', layers: 1 },
    { padding: 'none', layers: 2 },
    { padding: 'none', layers: 2, activeNeurons: 3 },
    { padding: 'max', layers: 1 },
    { padding: 'max', layers: 2 },
  ])('give the logits of their run in onnxruntime: %j', async (model) => {
    const folder = join(root, Object.values(model).join(' '));
    mkdirSync(folder);
    const directory = await trainedRun(folder, model);
    const file = join(folder, 'model.onnx');
    await exportOnnx(directory, file);
    const result = compute(file, batches);
    expect(result.inputs).toEqual(['input_ids', 'attention_mask']);
    expect(result.metadata).toEqual({ classes: '["no","yes"]', maxLength: '12' });

    const device = await openDevice('tensorflow');
    const { model: loaded } = await openRunModel(device, directory);
    for (const [i, { ids }] of batches.entries()) {
      const sentences = ids.map((tokens) => ({ ids: Int32Array.from(tokens), label: 0 }));
      await loaded.executor.run('predict', makeBatch(sentences, loaded.padding));
      const logits = Array.from(await loaded.executor.read('logits'));
      expect(Math.max(...logits) - Math.min(...logits)).toBeGreaterThan(0.1);
      expect(largestDifference(logits, result.logits[i]!.flat())).toBeLessThan(1e-5);
    }
    await loaded.executor.close();
    await device.close();
  });

  it.each(['bert', 'distilbert', 'roberta'])('give the logits of transformers for an encoder of %s', async (name) => {
    const { shape, parameters } = await readEncoder(join('test/fixtures/pretrained', name));
    const file = join(root, `${name}.onnx`);
    writeFileSync(file, Buffer.concat(classifierGraph(shape, parameters, { padding: 'none' }).encode({})));

    const goldens = JSON.parse(readFileSync('test/fixtures/pretrained/golden.json', 'utf8')) as Record<
      string,
      { ids: number[]; segments: number[]; logits: number[] }[]
    >;
    const texts = goldens[name]!;
    const batch = { ids: texts.map(({ ids }) => ids), segments: texts.map(({ segments }) => segments) };
    const [logits] = compute(file, [batch]).logits;
    texts.forEach((text, i) => expect(largestDifference(text.logits, logits![i]!)).toBeLessThan(1e-5));
  });
});

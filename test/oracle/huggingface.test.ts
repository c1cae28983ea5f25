import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeEncoder, type TrainedEncoder } from '../../src/core/export/huggingface/writeEncoder.ts';
import { makeBatch } from '../../src/core/model/batch.ts';
import { loadModel } from '../../src/core/model/loadModel.ts';
import { safrProgram } from '../../src/core/model/safrProgram.ts';
import { openDevice } from '../../src/engine/openDevice.ts';
import { reasonToSkip } from '../requirements.ts';
import { readEncoder } from '../unit/core/export/readEncoder.ts';
import { python } from './python.ts';

interface Text {
  readonly ids: readonly number[];
  readonly segments: readonly number[];
}

/** 0 begins a text, 2 ends it; 1 is the padding of RoBERTa. */
const special: ReadonlySet<number> = new Set([0, 1, 2]);
const texts: readonly Text[] = [
  { ids: [0, 5, 9, 5, 2], segments: [0, 0, 0, 0, 0] },
  { ids: [0, 2], segments: [0, 0] },
  { ids: [0, 29, 28, 3, 4, 2, 7, 2], segments: [0, 0, 0, 0, 0, 0, 1, 1] },
];

/** The logits that SAFR Studio computes. */
async function ownLogits({ shape, parameters }: TrainedEncoder): Promise<number[]> {
  const device = await openDevice('tensorflow');
  const executor = await loadModel(device, safrProgram(shape), shape, parameters);
  const sentences = texts.map(({ ids }) => {
    const content = { ids: Int32Array.from(ids.filter((id) => !special.has(id))), label: 0 };
    const middle = ids.indexOf(2);
    return middle === ids.length - 1 ? content : { ...content, boundary: middle - 1 };
  });
  const frame = { start: [0], middle: [2], end: [2], secondSegment: shape.pretrained!.segments > 1 ? 1 : 0 };
  await executor.run('predict', makeBatch(sentences, { padding: 'none', frame }));
  const logits = await executor.read('logits');
  await executor.close();
  await device.close();
  return [...logits];
}

const reason = reasonToSkip('export');
describe.skipIf(reason)(`exported encoders${reason === null ? '' : ` (${reason})`}`, () => {
  const root = mkdtempSync(join(tmpdir(), 'safr-huggingface-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each([
    { name: 'bert', maskHidden: null },
    { name: 'bert', maskHidden: 5 },
    { name: 'distilbert', maskHidden: 5 },
    { name: 'roberta', maskHidden: 5 },
  ])('give the same logits in transformers: $name, mask of width $maskHidden', async ({ name, maskHidden }) => {
    const origin = join('test/fixtures/pretrained', name);
    const encoder = { ...(await readEncoder(origin, maskHidden)), special, origin };
    const folder = join(root, `${name} ${maskHidden}`);
    await writeEncoder(encoder, folder);
    const result = JSON.parse(python([folder], texts, 'huggingface.py')) as {
      logits: number[][];
      classes: string[];
      mismatches: string[];
    };
    expect(result).toMatchObject({ classes: encoder.classes, mismatches: [] });
    const logits = await ownLogits(encoder);
    const differences = result.logits.flat().map((value, i) => Math.abs(value - logits[i]!));
    expect(differences).toHaveLength(texts.length * encoder.classes.length);
    expect(Math.max(...differences)).toBeLessThan(1e-5);
  });
});

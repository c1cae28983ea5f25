import { expect, test } from 'vitest';
import { makeBatch } from '../../src/core/model/batch.ts';
import { loadModel } from '../../src/core/model/loadModel.ts';
import { initialParameters } from '../../src/core/model/parameters.ts';
import { safrProgram } from '../../src/core/model/safrProgram.ts';
import type { ModelShape } from '../../src/core/model/modelShape.ts';
import type { Batch } from '../../src/engine/program.ts';
import { openDevices, openOracle } from './devices.ts';
import { relativeError } from './case.ts';

const shape: ModelShape = {
  ...{ vocabulary: 30, classes: 3, width: 36, heads: 3, layers: 2, feedForward: 50, maskHidden: 21 },
  ...{ maxLength: 24, dropout: 0.1, pretrained: null },
};
/** One word twice in a sentence, and sentences that are parts of one another, as in a measurement of SRS. */
const texts = [[4, 7, 4, 9, 12, 2, 29], [4, 7, 9, 12], [7, 4, 4], [4, 7, 4, 9, 12, 2, 29], [5]];
const sentences = texts.map((ids, b) => ({ ids: Int32Array.from(ids), label: b % 3 }));

test('holds each word and position once', () => {
  const { sizes, inputs } = makeBatch(sentences, { padding: 'none' });
  const { placeOf, typeOfPlace, positionOfPlace, typeOf, position } = inputs as Record<string, Int32Array>;
  expect(sizes).toMatchObject({ rows: 22, places: 12 });
  const pairs = Array.from(typeOfPlace!, (type, place) => `${type} ${positionOfPlace![place]}`);
  expect(new Set(pairs).size).toBe(12);
  placeOf!.forEach((place, row) => expect(pairs[place]).toBe(`${typeOf![row]} ${position![row]}`));
});

const oracle = { label: 'tensorflow', device: await openOracle() };
for (const { label, device } of [oracle, ...(await openDevices())]) {
  for (const masked of [true, false]) {
    test(`predicts by places what it explains by rows on ${label}, ${masked ? 'a' : 'no'} mask`, async () => {
      const own = masked ? shape : { ...shape, maskHidden: null };
      const executor = await loadModel(device, safrProgram(own), own, initialParameters(own, 3));
      const run = async (routine: string, batch: Batch) => {
        await executor.run(routine, batch);
        return executor.read('logits');
      };
      for (const padding of [{ padding: 'none' }, { padding: 'max', maxLength: 24 }] as const) {
        const batch = makeBatch(sentences, padding);
        expect(relativeError(await run('predict', batch), await run('explain', batch))).toBeLessThan(1e-6);
      }
      await executor.close();
    });
  }
}

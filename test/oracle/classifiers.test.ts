import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinPair } from '../../src/core/dataset/textPair.ts';
import { addSpecialTokens } from '../../src/core/model/specialTokens.ts';
import { openFolderExplainer } from '../../src/core/workflow/explainer.ts';
import { openFolderModel } from '../../src/core/workflow/folderModel.ts';
import { openDevice } from '../../src/engine/openDevice.ts';
import { reasonToSkip } from '../requirements.ts';
import { python } from './python.ts';

const long = 'a long, long story of a cold and bright night '.repeat(4);
const singles = [
  'A warm and funny film, with Zoë at her best!',
  '  Dull  grey story \n(not funny) ',
  '☕ naïve 😀 film 2001',
  'good',
  long,
];
const pairs: readonly (readonly [string, string])[] = [
  ['A warm film.', 'The film is warm'],
  ['good', long],
  [long, 'cold'],
  [long, long.slice(3)],
  [' Zoë 😀 ', '  not\tfunny'],
  ...singles.map((text, i) => [text, singles[(i + 2) % singles.length]!] as const),
];
const texts = [...singles, ...pairs];

interface Computed {
  readonly name: string;
  readonly texts: readonly {
    readonly ids: readonly number[];
    readonly segments: readonly number[];
    readonly logits: readonly number[];
  }[];
}

const reason = reasonToSkip('encoders');
describe.skipIf(reason)(`classifiers as they are${reason === null ? '' : ` (${reason})`}`, () => {
  const root = mkdtempSync(join(tmpdir(), 'safr-classifiers-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let computed: ReadonlyMap<string, Computed['texts']>;

  beforeAll(() => {
    const lines = python([root], texts, 'classifiers.py').trim().split('\n');
    computed = new Map(
      lines.map((line) => {
        const { name, texts: results } = JSON.parse(line) as Computed;
        return [name, results];
      }),
    );
  });

  describe.each(['bert', 'distilbert', 'roberta'])('of %s', (name) => {
    it.each([
      { kind: 'single texts', readsPairs: false },
      { kind: 'pairs', readsPairs: true },
    ])('read the same ids and segments of $kind as transformers, and give the same logits', async ({ readsPairs }) => {
      const device = await openDevice('tensorflow');
      const { model, reader } = await openFolderModel(device, join(root, name), { readsPairs });
      const explainer = await openFolderExplainer(device, join(root, name), { readsPairs });
      const frame = model.padding.padding === 'none' ? model.padding.frame! : null;
      const own = texts.map((text) => (typeof text === 'string' ? text : joinPair(...text)!));
      const chosen = own.map((_, i) => i).filter((i) => (typeof texts[i] === 'string') !== readsPairs);
      for (const i of chosen) {
        const { ids, segments, logits: expected } = computed.get(name)![i]!;
        const { ids: content, boundary } = reader.read(own[i]!);
        const framed = addSpecialTokens(content, boundary, frame!);
        expect([...framed.ids], own[i]).toEqual(ids);
        expect([...framed.segments], own[i]).toEqual(segments);
        const { logits } = await explainer.explain(own[i]!);
        const difference = Math.max(...expected.map((logit, c) => Math.abs(logit - logits[c]!)));
        expect(difference, own[i]).toBeLessThan(1e-5);
      }
      expect(chosen.length).toBe(readsPairs ? pairs.length : singles.length);
      await explainer.close();
      await model.executor.close();
      await device.close();
    });
  });
});

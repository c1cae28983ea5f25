import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openFolderExplainer } from '../../src/core/workflow/explainer.ts';
import { openDevice } from '../../src/engine/openDevice.ts';
import { reasonToSkip } from '../requirements.ts';
import { python } from './python.ts';

const texts = [
  'A warm and funny film, with Zoë at her best!',
  '  Dull  grey story \n(not funny) ',
  '☕ naïve 😀 film 2001',
  'good',
  'a long, long story of a cold and bright night '.repeat(4),
];

interface Computed {
  readonly name: string;
  readonly texts: readonly { readonly ids: readonly number[]; readonly logits: readonly number[] }[];
}

const reason = reasonToSkip('encoders');
describe.skipIf(reason)(`classifiers as they are${reason === null ? '' : ` (${reason})`}`, () => {
  const root = mkdtempSync(join(tmpdir(), 'safr-classifiers-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('of BERT, DistilBERT and RoBERTa read the same tokens and give the same logits as transformers', async () => {
    const lines = python([root], texts, 'classifiers.py').trim().split('\n');
    const computed = lines.map((line) => JSON.parse(line) as Computed);
    expect(computed.map(({ name }) => name)).toEqual(['bert', 'distilbert', 'roberta']);
    const device = await openDevice('tensorflow');
    for (const { name, texts: expected } of computed) {
      const explainer = await openFolderExplainer(device, join(root, name));
      for (const [i, text] of texts.entries()) {
        const { tokens, logits } = await explainer.explain(text);
        const { ids, logits: theirs } = expected[i]!;
        expect(tokens.map(({ id }) => id)).toEqual(ids.slice(1, -1));
        const difference = Math.max(...theirs.map((logit, c) => Math.abs(logit - logits[c]!)));
        expect(difference, `${name}: ${text}`).toBeLessThan(1e-5);
      }
      await explainer.close();
    }
    await device.close();
  });
});

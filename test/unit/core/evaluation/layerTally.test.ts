import { expect, it } from 'vitest';
import { LayerTally } from '../../../../src/core/evaluation/layerTally.ts';
import type { Observation } from '../../../../src/core/evaluation/observe.ts';
import { TypeColumns } from '../../../../src/core/evaluation/typeColumns.ts';

const texts = [
  { ids: Int32Array.of(5, 6), hidden: Float32Array.of(4, 0, 0, /**/ 4, 0, 1) },
  { ids: Int32Array.of(5, 7), hidden: Float32Array.of(0, 0, 2, /**/ 0, 0, 1) },
];

it('measures the neurons of a layer per text, over the corpus and by purity, which those that are dead do not have', () => {
  const split = { length: 2, ids: (i: number) => texts[i]!.ids, label: () => 0 };
  const tally = new LayerTally(3, 1, 0.5, new TypeColumns(split, 3));
  texts.forEach(({ ids, hidden }, index) => tally.add(hidden, { index, ids, tokens: 2, predicted: 0 } as Observation));
  expect(Array.from(tally.undecided())).toEqual([]);
  const { perInput, corpus } = tally.report();
  expect(perInput).toMatchObject({ monosemantic: 0, polysemantic: 1 / 3, monosemanticShare: 0 });
  expect(corpus).toMatchObject({ dead: 1 / 3, monosemantic: 1 / 3, polysemantic: 1 / 3, purity: 0.5 });
  expect(corpus.neurons.map(({ purity }) => purity)).toEqual([{ share: 0.5, word: 5 }, null, { share: 0.5, word: 5 }]);
});

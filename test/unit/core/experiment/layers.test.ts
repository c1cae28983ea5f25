import { expect, test } from 'vitest';
import { layerIndices, missingLayer } from '../../../../src/core/experiment/layers.ts';

test('blocks are numbered from 1 in files, and from 0 in programs, whose order is fixed', () => {
  expect(layerIndices([6, 5])).toEqual([4, 5]);
  expect(layerIndices('all')).toBeUndefined();
});

test('the first block that a model does not have is found in either list', () => {
  expect(missingLayer({ importanceLayers: 'all', interactionLayers: [1, 2] }, 2)).toBeUndefined();
  expect(missingLayer({ importanceLayers: [3, 7], interactionLayers: [9] }, 6)).toEqual({
    path: ['safr', 'importanceLayers', 1],
    number: 7,
  });
  expect(missingLayer({ importanceLayers: 'all', interactionLayers: [9] }, 6)?.path).toEqual([
    ...['safr', 'interactionLayers', 0],
  ]);
});

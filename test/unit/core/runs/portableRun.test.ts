import { expect, test } from 'vitest';
import { portableExperimentPath, portableRun } from '../../../../src/core/runs/portableRun.ts';
import { someRun } from '../../extension/someRun.ts';

const directory = '/home/alice/tea/.safr/runs/20250101-000000-tea';
const experimentPath = '/home/alice/tea/tea.safr.json';

test('a portable run names neither the machine nor folders outside of its experiment’s', () => {
  const run = someRun();
  const file = { bytes: 1, sha256: 'a' };
  const portable = portableRun({
    ...run,
    ...{ directory, experimentPath },
    record: {
      ...run.record,
      ...{ state: 'failed', reason: `${directory}/weights.safetensors: the disk /mnt/alice/x is full` },
      ...{ host: 'tea-machine', processStart: 'boot 1', job: { id: '7', restarts: 0 } },
    },
    experiment: {
      ...run.experiment,
      $schema: 'file:///home/alice/schema.json',
      dataset: {
        ...(run.experiment.dataset as object),
        ...{ source: 'files', train: ['/home/alice/tea/data/a.tsv', 'b.tsv'], test: '/mnt/alice/c.tsv' },
      } as typeof run.experiment.dataset,
    },
    environment: {
      ...run.environment,
      data: [
        { ...file, path: '/home/alice/tea/data/a.tsv' },
        { ...file, path: '../b.tsv' },
      ],
    },
  });
  expect(portable.record).toMatchObject({ host: '', reason: 'weights.safetensors: the disk x is full' });
  expect(portable.experiment.dataset).toMatchObject({ train: ['data/a.tsv', 'b.tsv'], test: 'c.tsv' });
  expect(portable.environment.data.map(({ path }) => path)).toEqual(['data/a.tsv', 'b.tsv']);
  const { record, experiment, environment, data } = portable;
  expect(JSON.stringify({ record, experiment, environment, data })).not.toMatch(
    /alice|tea-machine|boot 1|"job"|"\$schema"/,
  );
});

test.each([
  ['/home/alice/tea/models/bert', 'models/bert'],
  ['/mnt/alice/bert', 'bert'],
  ['C:\\alice\\bert', 'bert'],
  ['../bert', '../bert'],
  ['org/bert', 'org/bert'],
])('a portable run names the encoder %s as %s', (pretrained, expected) => {
  const run = someRun();
  const experiment = { ...run.experiment, model: { ...run.experiment.model, pretrained } };
  const portable = portableRun({ ...run, directory, experimentPath, experiment });
  expect(portable.experiment.model).toEqual({ ...run.experiment.model, pretrained: expected });
});

test.each([
  ['in the project of the runs', directory, '/home/alice/tea/plans/tea.safr.json', '../../../plans/tea.safr.json'],
  ['outside of it', directory, '/home/alice/milk/tea.safr.json', '../../../../tea.safr.json'],
  ['on another disk', directory, '/mnt/alice/tea.safr.json', '../../../tea.safr.json'],
  ['of runs in another folder', '/home/runs/1', '/home/alice/tea/tea.safr.json', '../../tea.safr.json'],
])('a bundle stores the path of an experiment %s', (_, run, path, stored) => {
  expect(portableExperimentPath({ ...someRun(), directory: run, experimentPath: path })).toBe(stored);
});

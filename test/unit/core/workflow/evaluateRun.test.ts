import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { OtherDataError } from '../../../../src/common/otherDataError.ts';
import { permutation, splitStream } from '../../../../src/common/permutation.ts';
import { UserError } from '../../../../src/common/userError.ts';
import { readEvaluation } from '../../../../src/core/runs/evaluationFile.ts';
import { readRun } from '../../../../src/core/runs/readRun.ts';
import { evaluateRun } from '../../../../src/core/workflow/evaluateRun.ts';
import { readRunTexts } from '../../../../src/core/workflow/readTexts.ts';
import { trainExperiment } from '../../../../src/core/workflow/trainExperiment.ts';
import type { WorkflowEvent } from '../../../../src/core/workflow/workflowEvent.ts';
import { openDevice } from '../../../../src/engine/openDevice.ts';
import { temporaryFolder } from '../runs/temporaryFolder.ts';

const folder = temporaryFolder();
const labels = ['negative', 'positive'];
const rowsOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `${i % 2 ? 'fine' : 'poor'} number${from + i}\t${labels[i % 2]!}\n`);
const write = (name: string, rows: readonly string[]) =>
  writeFileSync(folder.path(name), `text\tlabel\n${rows.join('')}`);

async function train(dataset: object = {}, seed = 1): Promise<string> {
  const experiment = {
    dataset: { source: 'files', train: 'reviews.tsv', ...dataset },
    model: { width: 8, heads: 2, feedForward: 8, maskHidden: 8, maxLength: 4, padding: 'none' },
    training: { epochs: 1, devSample: 0 },
    evaluation: { fractions: [0.3], randomSeeds: 1, sample: 1 },
    device: 'wasm',
    threads: 1,
    seed,
  };
  writeFileSync(folder.path('reviews.safr.json'), JSON.stringify(experiment));
  const experimentPath = folder.path('reviews.safr.json');
  const options = { runsDirectory: folder.path('runs'), openDevice, version: '0' };
  return (await trainExperiment({ ...options, experimentPath, evaluate: true })).directory;
}

const evaluate = (directory: string, rest: object = {}) =>
  evaluateRun({ directory, split: 'test', openDevice, ...rest });

async function testTexts(directory: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const { text } of readRunTexts(await readRun(directory), {}, 'test')) texts.push(text);
  return texts;
}

beforeEach(() => write('reviews.tsv', rowsOf(0, 60)));

describe('a run is not evaluated on data that are not its own', () => {
  test('if a class was renamed or added, and keeps its evaluation', async () => {
    const directory = await train();
    const own = readFileSync(join(directory, 'evaluation.json'), 'utf8');
    write(
      'reviews.tsv',
      rowsOf(0, 60).map((row) => row.replace('positive', 'POS')),
    );
    const renamed =
      /its classes are negative, positive; those of the data are now POS, negative: "POS" is new, "positive" is missing$/;
    await expect(evaluate(directory)).rejects.toThrow(renamed);
    await expect(evaluate(directory, { otherData: true })).rejects.toThrow(renamed);
    write('reviews.tsv', [...rowsOf(0, 60), 'so so\tneutral\n', 'so or so\tneutral\n', 'so it is\tneutral\n']);
    await expect(evaluate(directory)).rejects.toThrow(/those of the data are now .*: "neutral" is new$/);
    await expect(testTexts(directory)).rejects.toThrow(UserError);
    expect(readFileSync(join(directory, 'evaluation.json'), 'utf8')).toBe(own);
  });

  test('if rows were removed or replaced, and says which file has changed', async () => {
    const directory = await train();
    write('reviews.tsv', rowsOf(0, 40));
    const evaluation = evaluate(directory);
    await expect(evaluation).rejects.toThrow(OtherDataError);
    await expect(evaluation).rejects.toThrow(
      /its test split has 4 texts now and had 6 at the training; these files have changed since: .*reviews\.tsv$/,
    );
    await expect(testTexts(directory)).rejects.toThrow(OtherDataError);
    write('reviews.tsv', rowsOf(1000, 1060));
    await expect(evaluate(directory)).rejects.toThrow(/its test split had other texts or labels at the training/);
  });

  test('unless only the training file has changed and the test file has not', async () => {
    write('held-out.tsv', rowsOf(100, 120));
    const directory = await train({ test: 'held-out.tsv' });
    const before = await readEvaluation(directory);
    write('reviews.tsv', rowsOf(0, 50));
    expect((await evaluate(directory)).classification).toEqual(before!.classification);
    await expect(evaluate(directory, { split: 'dev' })).rejects.toThrow(/its dev split has 5 texts now and had 6/);
  });
});

test('an evaluation on other data is marked and stands apart', async () => {
  const directory = await train();
  const own = await readEvaluation(directory);
  write('reviews.tsv', rowsOf(0, 80));
  expect(await evaluate(directory, { otherData: true })).toMatchObject({ otherData: true, sentences: 8 });
  expect(await readEvaluation(directory)).toEqual(own);
  expect((await readRun(directory)).summary!.sentences).toBe(6);
  expect(JSON.parse(readFileSync(join(directory, 'evaluation.other.json'), 'utf8'))).toMatchObject({ otherData: true });
});

describe('an evaluation on other data warns that trained texts may be among them', () => {
  const warningsOf = async (directory: string) => {
    const warnings: string[] = [];
    const onEvent = (event: WorkflowEvent) => {
      if (event.kind === 'warning') warnings.push(event.message);
    };
    await evaluate(directory, { otherData: true, onEvent });
    return warnings;
  };

  test('if the training split has changed, too', async () => {
    const directory = await train();
    write('reviews.tsv', rowsOf(0, 80));
    expect(await warningsOf(directory)).toEqual([
      "the training split is not the run's either: texts that the run was trained on may be among these test texts",
    ]);
  });

  test('not if only the test file has changed', async () => {
    write('held-out.tsv', rowsOf(100, 120));
    const directory = await train({ test: 'held-out.tsv' });
    write('held-out.tsv', rowsOf(100, 130));
    expect(await warningsOf(directory)).toEqual([]);
  });
});

test('runs over seeds have the same test texts', async () => {
  expect(await testTexts(await train({}, 1))).toEqual(await testTexts(await train({}, 2)));
});

describe('a run of an earlier version, without a record of its data', () => {
  const seed = 7;
  let directory: string;
  beforeEach(async () => {
    directory = await train({}, seed);
    rmSync(join(directory, 'data.json'));
  });

  test('is evaluated on the split that its seed draws by the first rule', async () => {
    const rows = [...permutation(seed, splitStream, 60)].slice(6, 12).sort((a, b) => a - b);
    expect(await testTexts(directory)).toEqual(rows.map((i) => rowsOf(0, 60)[i]!.split('\t')[0]));
    const run = await readRun(directory);
    expect(run.data).toBeNull();
    expect(run.experiment.dataset).toMatchObject({ split: { seed } });
    const { sentences, predictions } = await evaluate(directory);
    expect(sentences).toBe(6);
    expect(predictions.labels).toEqual(rows.map((i) => i % 2));
  });

  test('is compared with the data by classes and files', async () => {
    write('reviews.tsv', rowsOf(0, 59));
    await expect(evaluate(directory)).rejects.toThrow(/these files have changed since: .*reviews\.tsv$/);
    expect(await evaluate(directory, { otherData: true })).toMatchObject({ otherData: true });
    expect(existsSync(join(directory, 'data.json'))).toBe(false);
  });
});

import { writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { RunWriter } from '../../../../src/core/runs/runWriter.ts';
import { readRun, type Run } from '../../../../src/core/runs/readRun.ts';
import { experimentSchema, resolveExperiment } from '../../../../src/core/experiment/schema.ts';
import { readGivenImportances } from '../../../../src/core/workflow/readGivenImportances.ts';
import { newRun } from '../runs/newRun.ts';
import { temporaryFolder } from '../runs/temporaryFolder.ts';

describe('explanations that were made elsewhere', () => {
  const folder = temporaryFolder();
  let run: Run;
  beforeEach(async () => {
    const rows = (...texts: string[]) => `text\tlabel\n${texts.map((text) => `${text}\tyes\n`).join('')}`;
    writeFileSync(folder.path('train.tsv'), `${rows('one', '2')}one 2\tno\n`);
    writeFileSync(folder.path('a.tsv'), rows('one 2', '2 one', 'one 2'));
    writeFileSync(folder.path('b.tsv'), rows('2 2'));
    run = await runOn(['a.tsv']);
  });

  async function runOn(files: readonly string[]): Promise<Run> {
    const made = newRun(folder.path(`runs of ${files.length}`));
    const dataset = { source: 'files', train: 'train.tsv', test: files };
    const experiment = resolveExperiment(experimentSchema.parse({ ...made.experiment, dataset }), 'small');
    const writer = await RunWriter.create({ ...made, experiment, experimentPath: folder.path('small.safr.json') });
    await writer.end('stopped', 'a test');
    return readRun(writer.directory);
  }

  const read = async (...explanations: object[]) => {
    const path = folder.path('given.jsonl');
    writeFileSync(path, explanations.map((each) => `${JSON.stringify(each)}\n`).join(''));
    const { file, byIndex } = await readGivenImportances(path, run, 'test', {});
    return { file, byIndex: Object.fromEntries(Array.from(byIndex, ([index, values]) => [index, [...values]])) };
  };

  test('belong to the next text that is the same, or to that at a line of the data file', async () => {
    expect(
      await read(
        { text: 'one 2', importances: [1, 2] },
        { line: 3, importances: [3, 4] },
        { text: 'one 2', importances: [5, 6] },
      ),
    ).toEqual({ file: 'given.jsonl', byIndex: { 0: [1, 2], 1: [3, 4], 2: [5, 6] } });
  });

  test.each([
    [{ text: 'two', importances: [1] }, 'given.jsonl:2: the text is none of the test texts'],
    [{ line: 9, importances: [1] }, 'given.jsonl:2: line 9 has none of the test texts'],
    [
      { text: '2 one', importances: [1, 2] },
      'given.jsonl:2: the text is none of the test texts, or is explained more than once',
    ],
  ])('are refused for no text of the split: %j', async (explanation, message) => {
    await expect(read({ text: '2 one', importances: [1, 2] }, explanation)).rejects.toThrow(message);
  });

  test('are refused by lines where the texts come from several files', async () => {
    run = await runOn(['a.tsv', 'b.tsv']);
    const given = { line: 2, importances: [1, 2] };
    await expect(read(given, given)).rejects.toThrow('given.jsonl:2: the texts come from several files');
  });
});

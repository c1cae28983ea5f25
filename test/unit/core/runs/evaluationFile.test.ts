import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  evaluationPath,
  readEvaluation,
  readSummary,
  storeEvaluation,
} from '../../../../src/core/runs/evaluationFile.ts';
import { summarize, valueOf } from '../../../../src/core/runs/evaluationSummary.ts';
import { maskless, someEvaluation, without } from './someEvaluation.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
let path: string;
beforeEach(() => {
  path = evaluationPath(folder.path(), { split: 'test' });
});
const write = (document: unknown) => writeFileSync(path, `${JSON.stringify(document)}\n`);

describe('an evaluation that is stored', () => {
  test('is one JSON document with its summary on the first line, and is read unchanged', async () => {
    await storeEvaluation(folder.path(), someEvaluation());
    const text = readFileSync(path, 'utf8');
    const summary = summarize(someEvaluation());
    expect(JSON.parse(text)).toEqual({ summary, ...someEvaluation() });
    expect(text.split('\n')[0]).toBe(`{"summary":${JSON.stringify(summary)},`);
    expect(readSummary(path)).toEqual(summary);
    expect(await readEvaluation(folder.path())).toEqual(someEvaluation());
  });

  test('is summarized from its first line only, however long the rest is', () => {
    const summary = { ...summarize(someEvaluation()), sentences: 77 };
    writeFileSync(path, `{"summary":${JSON.stringify(summary)},\n"damaged": ${'x'.repeat(50_000)}`);
    expect(readSummary(path)).toEqual(summary);
  });

  test('on other data has a file of its own and replaces nothing', async () => {
    await storeEvaluation(folder.path(), someEvaluation());
    await storeEvaluation(folder.path(), someEvaluation({ otherData: true, sentences: 3 }));
    await storeEvaluation(folder.path(), someEvaluation({ otherData: true, split: 'dev', sentences: 4 }));
    expect(await readEvaluation(folder.path())).toEqual(someEvaluation());
    expect(await readEvaluation(folder.path(), 'dev')).toBeNull();
    const names = readdirSync(folder.path()).filter((name) => name.startsWith('evaluation'));
    expect(names.sort()).toEqual(['evaluation.json', 'evaluation.other.dev.json', 'evaluation.other.json']);
  });

  test('of the dev split has a file of its own', async () => {
    const dev = someEvaluation({ split: 'dev', sentences: 3 });
    await storeEvaluation(folder.path(), dev);
    expect(await readEvaluation(folder.path(), 'dev')).toEqual(dev);
  });
});

describe('an evaluation of an earlier version', () => {
  test('is summarized from the whole file', () => {
    write(someEvaluation());
    expect(readSummary(path)).toEqual(summarize(someEvaluation()));
  });

  test('without causal effects, planted truth and rivals is read, and lacks these values', async () => {
    const earlier = without(someEvaluation(), 'causal', 'planted');
    write(earlier);
    expect(await readEvaluation(folder.path())).toEqual({ ...earlier, planted: null });
    const summary = readSummary(path)!;
    expect([valueOf(summary, 'monosemanticOff'), valueOf(summary, 'plantedOwners')]).toEqual([null, null]);
    expect(valueOf(summary, 'accuracy')).toBe(0.75);
  });

  test('with the planted words next to the pairs is read as one with the rationale of planted words', async () => {
    const { planted, ...rest } = without(someEvaluation(), 'rationales');
    const words = { sentences: 4, averagePrecision: 0.9, randomAveragePrecision: 0.3, precisionAt1: 1 };
    write({ ...rest, planted: { ...planted, words: { ...words, precisionAtPlanted: 0.7 } } });
    expect(await readEvaluation(folder.path())).toEqual({ ...rest, planted, rationales: { planted: words } });
    const summary = readSummary(path)!;
    expect([valueOf(summary, 'plantedWords'), valueOf(summary, 'leavesAP')]).toEqual([0.9, null]);
  });

  test('is summarized again if its summary lacks a current measure', () => {
    const { values, ...rest } = summarize(someEvaluation());
    const summary = JSON.stringify({ ...rest, values: { ...values, accuracy: undefined } });
    writeFileSync(path, `{"summary":${summary},\n${JSON.stringify(someEvaluation()).slice(1)}\n`);
    expect(readSummary(path)).toEqual(summarize(someEvaluation()));
  });
});

test('an evaluation of an unknown version counts as missing; one that is not JSON is an error', async () => {
  write({ accuracy: 1 });
  expect(readSummary(path)).toBeNull();
  expect(await readEvaluation(folder.path())).toBeNull();
  writeFileSync(path, '{"accuracy": 0.');
  expect(() => readSummary(path)).toThrow(/evaluation\.json: not JSON/);
  await expect(readEvaluation(folder.path())).rejects.toThrow(/evaluation\.json: not JSON/);
  expect(await readEvaluation(folder.path('none'))).toBeNull();
});

describe('a summary', () => {
  test('has SRS at every fraction, by default at the headline fraction', () => {
    const summary = summarize(someEvaluation());
    expect(valueOf(summary, 'srs')).toBe(12.5);
    expect(valueOf(summary, 'srsRandom')).toBe(4);
    expect(valueOf(summary, 'srs', 0)).toBe(0);
    expect(valueOf(summary, 'srs', 0.9)).toBeNull();
    expect(valueOf(summary, 'usedPerInput')).toBe(0.5);
  });

  test('lacks the values that a model without a mask does not have', () => {
    const summary = summarize(maskless());
    expect([valueOf(summary, 'srs'), valueOf(summary, 'comprehensiveness')]).toEqual([null, null]);
    expect(valueOf(summary, 'srsInter')).toBe(-1);
  });
});

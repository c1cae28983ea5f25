import { appendFileSync, cpSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TextReaders } from '../../../../src/core/runs/textReaders.ts';
import { experimentOn } from '../dataset/experiments.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();

test('the reader of an encoder is opened once, and again when its files change', async () => {
  const directory = folder.path('run');
  const encoder = `${directory}/encoder`;
  cpSync('test/fixtures/pretrained/bert', encoder, { recursive: true });
  const run = {
    directory,
    experiment: experimentOn({ source: 'sst2' }, { tokenizer: undefined, model: { pretrained: 'bert' } }),
  };
  const vocabulary = `${encoder}/vocab.txt`;
  appendFileSync(vocabulary, ['[PAD]', '[CLS]', '[SEP]', '[UNK]', 'tea', ''].join('\n'));
  const readers = new TextReaders();
  const first = await readers.of(run);
  expect(first.word(4)).toBe('tea');
  expect(await readers.of(run)).toBe(first);

  appendFileSync(vocabulary, 'milk\n');
  const second = await readers.of(run);
  expect(second).not.toBe(first);
  expect(second.word(5)).toBe('milk');
});

test('readers of other runs stay apart, and the oldest one is dropped', async () => {
  const runs = Array.from({ length: 5 }, (_, i) => {
    const directory = folder.path(`run ${i}`);
    cpSync('test/fixtures/pretrained/bert', `${directory}/encoder`, { recursive: true });
    appendFileSync(`${directory}/encoder/vocab.txt`, ['[PAD]', '[CLS]', '[SEP]', '[UNK]', `tea${i}`, ''].join('\n'));
    return {
      directory,
      experiment: experimentOn({ source: 'sst2' }, { tokenizer: undefined, model: { pretrained: 'bert' } }),
    };
  });
  const readers = new TextReaders();
  const opened = [];
  for (const run of runs) opened.push(await readers.of(run));
  expect(opened.map((reader) => reader.word(4))).toEqual(runs.map((_, i) => `tea${i}`));
  expect(await readers.of(runs[4]!)).toBe(opened[4]);
  expect(await readers.of(runs[0]!)).not.toBe(opened[0]);
});

import { expect, test } from 'vitest';
import { parseExperiment } from '../../../../src/core/experiment/parseExperiment.ts';
import { experimentText, freeName, guessColumns } from '../../../../src/extension/commands/experimentText.ts';

test('a new experiment is a valid, commented file of the chosen data and preset', () => {
  for (const source of ['planted', 'sst2', 'imdb'] as const) {
    const text = experimentText(source, 'safr-imp');
    expect(text).toContain('//');
    expect(parseExperiment(text, 'a.safr.json')).toMatchObject({ dataset: { source }, safr: { preset: 'safr-imp' } });
  }
});

test('an own file’s path and columns take the template’s place, its comments stay', () => {
  const own = { path: 'data/my "best" reviews.tsv', textColumn: 'review', labelColumn: 'stars' };
  const text = experimentText(own, 'plain');
  const { path: train, ...columns } = own;
  expect(parseExperiment(text, 'a.safr.json').dataset).toMatchObject({ source: 'files', train, ...columns });
  expect(text).toContain('// must divide the width');
});

test('columns are guessed by their names', () => {
  const head = { columns: ['id', 'Sentence', 'Label'], rows: [['1', 'short', 'a much longer label than its text']] };
  expect(guessColumns(head)).toEqual({ text: 'Sentence', label: 'Label' });
});

test('columns without telling names are guessed by what they hold', () => {
  const rows = [
    ['17', 'ham', 'see you at noon'],
    ['18', 'spam', 'you have won a prize'],
    ['19', 'ham', 'call me back'],
  ];
  expect(guessColumns({ columns: ['a', 'b', 'c'], rows })).toEqual({ text: 'c', label: 'b' });
  expect(guessColumns({ columns: ['only'], rows: [['x']] })).toEqual({ text: 'only', label: undefined });
});

test('a free name is the name or its first free number', () => {
  const taken = ['mine', 'mine-2'];
  expect(freeName('mine', (name) => taken.includes(name))).toBe('mine-3');
  expect(freeName('other', (name) => taken.includes(name))).toBe('other');
});

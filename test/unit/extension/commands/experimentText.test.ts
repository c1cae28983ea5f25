import { expect, test } from 'vitest';
import { parseExperiment } from '../../../../src/core/experiment/parseExperiment.ts';
import { experimentText, freeName } from '../../../../src/extension/commands/experimentText.ts';

test('a new experiment is a valid, commented file of the chosen data and preset', () => {
  for (const source of ['planted', 'sst2', 'imdb'] as const) {
    const text = experimentText(source, 'safr-imp');
    expect(text).toContain('//');
    expect(parseExperiment(text, 'a.safr.json')).toMatchObject({ dataset: { source }, safr: { preset: 'safr-imp' } });
  }
});

test('the experiment of an encoder has the settings of a fine-tuning', () => {
  for (const preset of ['safr', 'plain'] as const) {
    const text = experimentText('sst2', preset, 'org/"small"');
    expect(text).not.toContain('"tokenizer"');
    expect(parseExperiment(text, 'a.safr.json')).toMatchObject({
      model: { pretrained: 'org/"small"', trainable: 'all', padding: 'none' },
      training: { learningRate: 5e-5, newLearningRate: 5e-4, warmupSteps: 0.1, decay: 'linear', weightDecay: 0.01 },
      safr: { preset },
    });
  }
});

test('an own file’s path and columns take the template’s place, its comments stay', () => {
  const own = {
    path: 'data/my "best" reviews.tsv',
    columns: ['review', 'stars'],
    textColumn: 'review',
    labelColumn: 'stars',
    encoding: 'windows-1252',
  };
  const text = experimentText(own, 'plain');
  const { path: train, ...columns } = own;
  expect(parseExperiment(text, 'a.safr.json').dataset).toMatchObject({ source: 'files', train, ...columns });
  expect(text).toContain('// must divide the width');
  expect(text).toContain('\n    "encoding": "windows-1252",\n');
});

test('a free name is the name or its first free number', () => {
  const taken = ['mine', 'mine-2'];
  expect(freeName('mine', (name) => taken.includes(name))).toBe('mine-3');
  expect(freeName('other', (name) => taken.includes(name))).toBe('other');
});

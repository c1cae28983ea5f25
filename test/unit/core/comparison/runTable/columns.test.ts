import { describe, expect, it } from 'vitest';
import { evaluationWith } from '../../runs/someEvaluation.ts';
import { someRun } from '../../../extension/someRun.ts';
import { someColumns } from './someColumns.ts';

const plain = someRun({ id: 'a', file: { safr: { preset: 'plain' }, seed: 1 } });
const safr = someRun({
  id: 'b',
  file: { safr: { preset: 'safr' }, seed: 2 },
  evaluation: evaluationWith(0.7, 20, 5, 0.3),
});

describe('the columns of runs', () => {
  it('have the settings that differ, by the last parts of their paths', () => {
    const settings = someColumns([plain, safr]).filter(({ kind }) => kind === 'setting');
    expect(settings.map(({ id, name }) => [id, name])).toEqual([
      ['safr.preset', 'preset'],
      ['safr.λ_imp', 'λ_imp'],
      ['safr.λ_inter', 'λ_inter'],
      ['seed', 'seed'],
    ]);
    expect(settings.map(({ valueIn }) => valueIn(safr))).toEqual(['safr', 1, 1, 2]);
  });

  it('have the measures that a run has, in their units, and dev accuracy', () => {
    const measures = someColumns([plain, safr]).filter(({ kind }) => kind === 'measure');
    const shown = Object.fromEntries(measures.map(({ name, valueIn, textOf }) => [name, textOf(valueIn(safr))]));
    expect(shown).toMatchObject({ 'dev accuracy %': '74.2', 'accuracy %': '70.0', 'SRS(0.3)': '20.0', random: '5.0' });
    expect(measures.map(({ id }) => id)).not.toContain('plantedWords');
    expect(measures.find(({ id }) => id === 'accuracy')!.valueIn(plain)).toBe(null);
    expect(someColumns([plain]).map(({ id }) => id)).not.toContain('accuracy');
  });

  it('show experiments where there are several, and tags where there are some', () => {
    const shown = (runs: Parameters<typeof someColumns>[0]) =>
      someColumns(runs)
        .filter(({ isShown }) => isShown)
        .map(({ id }) => id);
    expect(shown([plain])).toEqual(['name', 'devAccuracy', 'started', 'epochs']);
    const other = { ...safr, experimentPath: '/other.safr.json', notes: { ...safr.notes, tags: ['paper'] } };
    expect(shown([plain, other])).toEqual(expect.arrayContaining(['name', 'experiment', 'tags']));
  });
});

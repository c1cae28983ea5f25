import { describe, expect, it } from 'vitest';
import { differing, fieldsOf, variantsOf } from '../../../../src/core/comparison/configuration.ts';
import { experiment } from './someExperiment.ts';

describe('the fields in which experiments differ', () => {
  it('are listed with their values, including the effective weights and the importance site', () => {
    const files = [
      { expect: { accuracy: '>= 0.7' } },
      { safr: { importance: 1 } },
      { safr: { preset: 'plain', importanceSite: 'ffn' } },
    ];
    expect(differing(files.map(experiment).map(fieldsOf))).toEqual([
      { field: 'safr.preset', values: ['safr', 'safr', 'plain'] },
      { field: 'safr.λ_imp', values: ['1', '1', '0'] },
      { field: 'safr.importanceSite', values: ['embedding', 'embedding', 'ffn'] },
      { field: 'safr.λ_inter', values: ['1', '1', '0'] },
    ]);
  });

  it('are none if all experiments are equal', () => {
    expect(differing([experiment(), experiment()].map(fieldsOf))).toEqual([]);
  });
});

describe('the variant of a run', () => {
  it('lists the settings that others do not have, the weights first, those of a preset where another file gives one', () => {
    const files = [{ seed: 1 }, { seed: 2, safr: { preset: 'safr', importance: 0.5 } }, { safr: { preset: 'plain' } }];
    expect(variantsOf(files.map(experiment))).toEqual([
      'preset safr · λ_imp 1 · seed 1',
      'preset safr · λ_imp 0.5 · seed 2',
      'preset plain · λ_imp 0 · seed 1',
    ]);
  });

  it('is empty if all runs are equal', () => {
    expect(variantsOf([experiment(), experiment()])).toEqual(['', '']);
  });
});

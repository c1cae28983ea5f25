import { describe, expect, it } from 'vitest';
import { differing, fieldsOf, variantsOf } from '../../../../src/core/comparison/configuration.ts';
import { experiment } from './someExperiment.ts';

describe('the fields in which experiments differ', () => {
  it('are told with their values, the weights as they count, where the interference is taken among them', () => {
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

  it('are none where all are alike', () => {
    expect(differing([experiment(), experiment()].map(fieldsOf))).toEqual([]);
  });
});

describe('the variant of a run', () => {
  it('says what its file says and others do not, the weights first', () => {
    const files = [{ seed: 1 }, { seed: 2, safr: { preset: 'safr', importance: 0.5 } }, { safr: { preset: 'plain' } }];
    expect(variantsOf(files.map(experiment))).toEqual([
      'preset safr · seed 1',
      'preset safr · λ_imp 0.5 · seed 2',
      'preset plain · seed 1',
    ]);
  });

  it('is empty where all runs are alike', () => {
    expect(variantsOf([experiment(), experiment()])).toEqual(['', '']);
  });
});

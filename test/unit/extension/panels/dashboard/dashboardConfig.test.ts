import { describe, expect, it } from 'vitest';
import { experimentSchema, resolveExperiment } from '../../../../../src/core/experiment/schema.ts';
import { differencesOf } from '../../../../../src/extension/panels/dashboard/dashboardConfig.ts';

function experiment(file: Readonly<Record<string, unknown>> = {}) {
  return resolveExperiment(experimentSchema.parse({ dataset: { source: 'sst2' }, ...file }), 'mine');
}

describe('the differences of configurations', () => {
  it('are the fields whose values differ, a value a run', () => {
    const runs = [
      { slot: 0, experiment: experiment({ seed: 1, training: { epochs: 5 } }) },
      { slot: 3, experiment: experiment({ seed: 2, training: { epochs: 5 } }) },
    ];
    expect(differencesOf(runs)).toEqual({ columns: [0, 3], rows: [{ field: 'seed', values: ['1', '2'] }] });
  });

  it('compare the weights that count, whether a preset or the file says them', () => {
    const runs = [
      { slot: 0, experiment: experiment({ safr: { preset: 'safr' } }) },
      { slot: 1, experiment: experiment({ safr: { preset: 'safr', importance: 1 } }) },
      { slot: 2, experiment: experiment({ safr: { preset: 'safr', importance: 0.5 } }) },
    ];
    expect(differencesOf(runs).rows).toEqual([{ field: 'safr.λ_imp', values: ['1', '1', '0.5'] }]);
  });

  it('of a single run are those to the defaults of its data set', () => {
    const { columns, rows } = differencesOf([{ slot: 2, experiment: experiment({ model: { padding: 'none' } }) }]);
    expect(columns).toEqual([2, null]);
    expect(rows).toEqual([{ field: 'model.padding', values: ['none', 'max'] }]);
  });

  it('show lists and nothing', () => {
    const runs = [
      { slot: 0, experiment: experiment({ evaluation: { fractions: [0, 0.3] }, threads: 2 }) },
      { slot: 1, experiment: experiment({ evaluation: { fractions: [0.3] } }) },
    ];
    expect(differencesOf(runs).rows).toEqual([
      { field: 'evaluation.fractions', values: ['0, 0.3', '0.3'] },
      { field: 'threads', values: ['2', 'null'] },
    ]);
  });

  it('are none without runs', () => {
    expect(differencesOf([])).toEqual({ columns: [], rows: [] });
  });
});

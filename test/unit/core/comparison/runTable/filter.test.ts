import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../../../src/core/comparison/runTable/filter.ts';
import { evaluationWith } from '../../runs/someEvaluation.ts';
import { someRun } from '../../../extension/someRun.ts';
import { someColumns } from './someColumns.ts';

const notes = { name: null, note: 'as in the paper', tags: ['paper'], pinned: false };
const runs = [
  { ...someRun({ id: 'first', file: { safr: { preset: 'plain' } } }), notes },
  someRun({ id: 'second', file: { safr: { preset: 'safr-imp' } }, evaluation: evaluationWith(0.7, 20, 5, 0.3) }),
  someRun({
    id: 'third',
    file: { safr: { preset: 'safr' } },
    status: 'failed',
    dev: null,
    evaluation: evaluationWith(0.65, 9, 5, 0.3),
  }),
];
const columns = someColumns(runs);
const found = (text: string) => runs.filter(parseFilter(text, columns).accepts).map(({ id }) => id);

describe('a filter of runs', () => {
  it.each([
    ['', ['first', 'second', 'third']],
    ['SAFR', ['second', 'third']],
    ['#paper', ['first']],
    ['failed', ['third']],
    ['"in the paper"', ['first']],
    ['safr second', ['second']],
    ['accuracy>=70', ['second']],
    ['accuracy<70', ['third']],
    ['safr.preset=safr', ['third']],
    ['preset!=safr', ['first', 'second']],
    ['pre:imp', ['second']],
    ['tag:pap', ['first']],
    ['note:"in the"', ['first']],
    ['dev>74 srs>10', ['second']],
    ['accuracy>many', []],
  ])('%j finds %j', (text, ids) => {
    expect(parseFilter(text, columns).problem).toBe(null);
    expect(found(text)).toEqual(ids);
  });

  it('leaves out a term whose column is not there, and says so', () => {
    expect(parseFilter('acuracy>70', columns).problem).toBe('There is no column “acuracy”; did you mean "accuracy"?');
    expect(found('acuracy>70 second')).toEqual(['second']);
  });

  it('does not guess between columns that begin alike', () => {
    expect(parseFilter('s=1', columns).problem).toMatch(/^There is no column “s”/);
  });
});

import { describe, expect, test } from 'vitest';
import { table, width } from '../../../../src/cli/output/table.ts';

test('wide characters count as two columns, colors and combining marks as none', () => {
  expect(['film', '映画', '👩‍👩‍👧', 'e\u0301', '\x1b[32mok\x1b[39m'].map(width)).toEqual([4, 4, 2, 1, 2]);
});

test('columns are aligned by the widths that a terminal gives them', () => {
  const rows = [
    ['映画', '1'],
    ['film 👍', '12'],
  ];
  expect(table(rows, 'lr')).toEqual(['映画      1', 'film 👍  12']);
});

describe('in a terminal of 40 columns, a table', () => {
  const columns = 40;

  test('that fits stays as it is', () => {
    expect(table([['a', '1']], 'lr', { header: ['name', 'value'], columns })).toEqual(['name  value', 'a         1']);
  });

  test('with a header names each cell by its column, without those that are empty', () => {
    const header = ['run', 'name', 'state', 'SRS(0.3)'];
    const row = ['20250131-140233-mails', 'preset safr · λ_imp 0.5 · seed 映画 3', 'finished', ''];
    const lines = table([row], 'lllr', { header, columns });
    expect(lines).toEqual([
      '20250131-140233-mails',
      '    name      preset safr · λ_imp 0.5 ·',
      '              seed 映画 3',
      '    state     finished',
    ]);
    expect(lines.filter((line) => width(line) > columns)).toEqual([]);
  });

  test('without a header puts what does not fit below its row', () => {
    const rows = [
      ['accuracy', '91.2', '%', 'on 604 test texts; 95 % interval 88.6 to 93.3'],
      ['SRS(0.3)', '12.0', 'points', ''],
    ];
    expect(table(rows, 'lrll', { columns })).toEqual([
      'accuracy  91.2  %',
      '    on 604 test texts; 95 % interval',
      '    88.6 to 93.3',
      'SRS(0.3)  12.0  points',
    ]);
  });
});

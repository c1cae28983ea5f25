import { expect, test } from 'vitest';
import { runNames, type NamedRun } from '../../../../src/core/comparison/runNames.ts';
import { noNotes, type RunNotes } from '../../../../src/core/runs/runNotes.ts';
import { someRun } from '../../extension/someRun.ts';

function run(file: object, notes: Partial<RunNotes> = {}, second = 0): NamedRun {
  const made = someRun({ file: file as Record<string, unknown>, id: `20260102-10000${second}-mine` });
  const started = new Date(2026, 0, 2, 10, 0, second).toISOString();
  return { ...made, notes: { ...noNotes, ...notes }, record: { ...made.record, started } };
}

test('runs are called by the settings that differ: preset and λ first, then seed, then the model', () => {
  expect(
    runNames([
      run({ seed: 1, safr: { preset: 'plain' } }),
      run({ seed: 2, safr: { importance: 0.5 }, training: { epochs: 3 } }),
      run({ seed: 1, safr: { importance: 0.5 }, model: { width: 64 } }),
    ]),
  ).toEqual([
    'preset plain · λ_imp 0 · seed 1 · width 256 · epochs 100',
    'preset safr · λ_imp 0.5 · seed 2 · width 256 · epochs 3',
    'preset safr · λ_imp 0.5 · seed 1 · width 64 · epochs 100',
  ]);
});

test('an encoder is called by the last part of its name or path, and long values are cut', () => {
  const [one, other] = runNames([
    run({ model: { pretrained: 'org/mini' } }),
    run({ model: { pretrained: `./models/${'m'.repeat(50)}` } }),
  ]);
  expect(one).toBe('mini');
  expect(other).toBe(`${'m'.repeat(31)}…`);
});

test('of many settings the first few are named', () => {
  const model = { width: 64, heads: 2, layers: 2, feedForward: 32, maskHidden: 8 };
  expect(runNames([run({ seed: 2, model }), run({})])[0]).toBe(
    'seed 2 · width 64 · heads 2 · layers 2 · feedForward 32 · …',
  );
});

test('a name that the user gave counts, whatever the settings are', () => {
  expect(runNames([run({ seed: 1 }, { name: 'baseline' }), run({ seed: 2 })])).toEqual(['baseline', 'seed 2']);
});

test('repeats, and runs alone, are told apart by the time of their start', () => {
  expect(runNames([run({ seed: 1 }), run({ seed: 2 }, {}, 1), run({ seed: 2 }, {}, 2)])).toEqual([
    'seed 1',
    'seed 2 · Jan 2, 10:00:01',
    'seed 2 · Jan 2, 10:00:02',
  ]);
  expect(runNames([run({})])).toEqual(['Jan 2, 10:00:00']);
  const twice = [run({}), { ...run({}), id: 'another' }];
  expect(runNames(twice)).toEqual(['20260102-100000-mine', 'another']);
});

test('threads and the schema of the file do not make a name', () => {
  expect(runNames([run({ threads: 1 }, {}, 1), run({ threads: 2, $schema: 'x' }, {}, 2)])).toEqual([
    'Jan 2, 10:00:01',
    'Jan 2, 10:00:02',
  ]);
});

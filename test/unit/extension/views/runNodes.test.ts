import { expect, test } from 'vitest';
import { UserError } from '../../../../src/common/userError.ts';
import { noNotes } from '../../../../src/core/runs/runNotes.ts';
import { childNodes, rootNodes, type RunsSource } from '../../../../src/extension/views/runNodes.ts';
import { someRun } from '../someRun.ts';

const run = (directory: string, experimentPath: string) => ({ ...someRun(), directory, experimentPath });
const all = [run('/r/2', '/w/mine.safr.json'), run('/r/1', '/w/gone.safr.json')];
const source: RunsSource = {
  experiments: { all: [{ path: '/w/mine.safr.json' }, { path: '/w/new.safr.json' }] },
  runs: {
    all,
    of: (path) => all.filter(({ experimentPath }) => experimentPath === path),
    unreadable: new Map([['/r/0', new UserError('torn', 'Mend it.')]]),
  },
};

test('experiments come first, then files that are gone, then runs that cannot be read', () => {
  expect(rootNodes(source)).toEqual([
    { experiment: '/w/mine.safr.json' },
    { experiment: '/w/new.safr.json' },
    { lost: '/w/gone.safr.json' },
    { run: '/r/0' },
  ]);
});

test('pinned runs come first', () => {
  const pinned = { ...all[0]!, directory: '/r/1', notes: { ...noNotes, pinned: true } };
  const ofOne = { ...source, runs: { ...source.runs, of: () => [all[0]!, pinned] } };
  expect(childNodes(ofOne, { experiment: '/w/mine.safr.json' })).toEqual([{ run: '/r/1' }, { run: '/r/2' }]);
});

test('runs stand under their experiment, whether its file is there or not', () => {
  expect(rootNodes(source).map((node) => childNodes(source, node))).toEqual([
    [{ run: '/r/2' }],
    [],
    [{ run: '/r/1' }],
    [],
  ]);
});

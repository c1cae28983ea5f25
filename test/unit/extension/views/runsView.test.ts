import { beforeEach, expect, test } from 'vitest';
import { RunsTree } from '../../../../src/extension/views/runsView.ts';
import { fakeStudio } from '../fakeStudio.ts';
import { someRun } from '../someRun.ts';
import { Diagnostic, DiagnosticSeverity, editor, Range } from '../vscodeStub.ts';

let fakes: ReturnType<typeof fakeStudio>['fakes'];
let tree: RunsTree;

beforeEach(() => {
  const made = fakeStudio();
  fakes = made.fakes;
  tree = new RunsTree(made.studio);
});

const runItem = (directory: string) => tree.getTreeItem({ run: directory });

test('an experiment has as many problems as VS Code shows errors of it', () => {
  const path = '/mine/mine.safr.json';
  const problem = new Diagnostic(new Range(0, 1), 'wrong', DiagnosticSeverity.Error);
  editor.diagnostics.set(path, [problem, problem, new Diagnostic(new Range(0, 1), 'odd', 1)]);
  expect(tree.getTreeItem({ experiment: path })).toMatchObject({
    description: '2 problems',
    iconPath: { id: 'warning' },
  });
});

test('a run that the sweep of this window trains has Stop Sweep in its menu', () => {
  const running = someRun({ status: 'running' });
  const other = { ...running, directory: '/runs/other' };
  fakes.runs.set(running, other);
  fakes.sweeps.get.mockReturnValue({ runs: [running, null] });
  expect(runItem(running.directory).contextValue).not.toMatch(/\bsweeping\b/);
  fakes.sweeps.running.mockReturnValue({ secondsLeft: null });
  expect(runItem(running.directory).contextValue).toMatch(/\bsweeping\b/);
  expect(runItem(other.directory).contextValue).not.toMatch(/\bsweeping\b/);
  const experiment = tree.getTreeItem({ experiment: running.experimentPath });
  expect(experiment).toMatchObject({ description: 'sweep · 0 of 2 done', iconPath: { id: 'sync~spin' } });
  expect(experiment.contextValue).toMatch(/\bsweeping\b/);
});

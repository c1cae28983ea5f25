import { beforeEach, expect, test, vi } from 'vitest';
import { checkExperiment } from '../../../../src/core/experiment/parseExperiment.ts';
import { registerExperimentCommands } from '../../../../src/extension/commands/experimentCommands.ts';
import type { ExperimentFile } from '../../../../src/extension/experiments/experiments.ts';
import { someEvaluation } from '../../core/runs/someEvaluation.ts';
import { fakeStudio } from '../fakeStudio.ts';
import { someRun } from '../someRun.ts';
import { editor, Uri, workspace } from '../vscodeStub.ts';

const path = '/w/mails.safr.json';
const train = vi.fn(async () => undefined);
let fakes: ReturnType<typeof fakeStudio>['fakes'];

beforeEach(() => {
  train.mockClear();
  const made = fakeStudio();
  fakes = made.fakes;
  Object.assign(fakes.jobs, { train });
  registerExperimentCommands(made.studio);
});

function file(text: string): ExperimentFile {
  const uri = Uri.file(path) as unknown as ExperimentFile['uri'];
  return { uri, path, title: 'mails', text, check: checkExperiment(text, path), runsDirectory: '/r', dataFiles: [] };
}
const run = () => (editor.registered.get('safr.train') as (target: object) => Promise<void>)({ experiment: path });

test('a valid experiment is trained', async () => {
  fakes.experiments.all = [file('{ "dataset": { "source": "planted" } }')];
  await run();
  expect(train).toHaveBeenCalledExactlyOnceWith(path);
});

test('the slices of an evaluated run are recomputed', async () => {
  const evaluateSlices = vi.fn(async () => undefined);
  Object.assign(fakes.jobs, { evaluateSlices });
  fakes.runs.set(someRun({ id: 'a' }), { ...someRun({ id: 'b', evaluation: someEvaluation() }), directory: '/runs/b' });
  await (editor.registered.get('safr.recomputeSlices') as () => Promise<void>)();
  expect(evaluateSlices).toHaveBeenCalledExactlyOnceWith('/runs/b');
});

test('of an experiment with problems the first is told, and all can be shown', async () => {
  fakes.experiments.all = [file('{ "dataset": { "source": "planted" },\n"sed": 1, "model": { "dropout": 2 } }')];
  editor.choice = 'Show Problems';
  await run();
  const [message] = editor.messages;
  expect(message!.text).toMatch(
    /^model\.dropout is 2; allowed: .* \(line 2, and 1 more problem\)\. mails cannot be trained\.$|^unknown key sed; .*did you mean "seed"\? \(line 2, and 1 more problem\)\. mails cannot be trained\.$/,
  );
  expect(editor.commands).toContainEqual(['workbench.actions.view.problems']);
  expect(train).not.toHaveBeenCalled();
});

test('without an experiment, a new one is offered', async () => {
  editor.choice = 'New Experiment';
  await run();
  expect(editor.messages[0]!.text).toBe('There is no experiment to train yet.');
  expect(editor.commands).toEqual([['safr.newExperiment']]);
});

test('in a workspace that is not trusted it says so, and the user can trust it', async () => {
  workspace.isTrusted = false;
  fakes.experiments.all = [file('{ "dataset": { "source": "planted" } }')];
  editor.choice = 'Manage Workspace Trust';
  await run();
  expect(editor.messages[0]!.text).toContain('this workspace is not trusted');
  expect(editor.commands).toEqual([['workbench.trust.manage']]);
  expect(train).not.toHaveBeenCalled();
});

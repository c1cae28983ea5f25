import { beforeEach, expect, test } from 'vitest';
import { checkExperiment } from '../../../../src/core/experiment/parseExperiment.ts';
import { registerRunCommands } from '../../../../src/extension/commands/runCommands.ts';
import { registerDataCodeLens } from '../../../../src/extension/editor/dataCodeLens.ts';
import type { ExperimentFile } from '../../../../src/extension/experiments/experiments.ts';
import { evaluationWith } from '../../core/runs/someEvaluation.ts';
import { fakeStudio } from '../fakeStudio.ts';
import { someRun } from '../someRun.ts';
import { editor, Uri, workspace } from '../vscodeStub.ts';

const path = '/mine/mine.safr.json';
const text = JSON.stringify({ dataset: { source: 'files', train: 'rows.tsv' } });
let fakes: ReturnType<typeof fakeStudio>['fakes'];

const evaluated = (seed: number, status: 'finished' | 'running' = 'finished') => ({
  ...someRun({ status, evaluation: evaluationWith(0.7, 20, 5, 0.3), file: { seed }, id: `run-${seed}` }),
  directory: `/r/${seed}`,
});

beforeEach(() => {
  const made = fakeStudio();
  fakes = made.fakes;
  const uri = Uri.file(path) as unknown as ExperimentFile['uri'];
  const check = checkExperiment(text, path);
  fakes.experiments.all = [
    { uri, path, title: 'mine', text, check, runsDirectory: '/r', dataFiles: ['/mine/rows.tsv'] },
  ];
  registerDataCodeLens(made.studio);
  registerRunCommands(made.studio);
});

interface Shown {
  readonly title: string;
  readonly tooltip: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}
function lenses(file = '/mine/rows.tsv'): Shown[] {
  return provider()
    .provideCodeLenses({ uri: Uri.file(file) })
    .map(({ command }) => command);
}
const provider = () =>
  editor.codeLenses as {
    provideCodeLenses(document: object): readonly { readonly command: Shown }[];
    onDidChangeCodeLenses(listener: () => void): void;
  };

test('the first line of a data file says which run explains it', () => {
  fakes.runs.set(evaluated(2), evaluated(1));
  const [lens] = lenses();
  expect(lens).toMatchObject({ command: 'safr.selectRun', arguments: [{ experiment: path }] });
  expect(lens!.title).toMatch(/^\$\(lightbulb\).Explained by seed 2$/);
  expect(lens!.tooltip).toContain('Run run-2 of mine.');
});

test('it says so of a run that is not finished', () => {
  fakes.runs.set(evaluated(1, 'running'));
  expect(lenses()[0]!.title).toMatch(/ \(still training\)$/);
});

test('other files, files without a run and those of a workspace that is not trusted have none', () => {
  expect(lenses()).toEqual([]);
  fakes.runs.set(evaluated(1));
  expect(lenses('/mine/other.tsv')).toEqual([]);
  workspace.isTrusted = false;
  expect(lenses()).toEqual([]);
});

test('VS Code hears of a change only if the line changes', () => {
  fakes.runs.set(evaluated(1, 'running'));
  lenses();
  let changes = 0;
  provider().onDidChangeCodeLenses(() => changes++);
  for (let epoch = 1; epoch <= 3; epoch++) fakes.runs.set(evaluated(1, 'running'));
  expect(changes).toBe(0);
  fakes.runs.set(evaluated(1));
  expect(changes).toBe(1);
});

test('a click lets the user choose another run of the experiment, or the best one again', async () => {
  fakes.runs.set(evaluated(2), evaluated(1));
  const click = () =>
    (editor.registered.get('safr.selectRun') as (target: unknown) => Promise<void>)(lenses()[0]!.arguments[0]);
  editor.picked = 'seed 1';
  await click();
  expect(editor.settings.get('safr.explainRun')).toBe('run-1');
  expect(lenses()[0]!.title).toContain('seed 1');
  editor.picked = 'The newest finished and evaluated run';
  await click();
  expect(lenses()[0]!.title).toContain('seed 2');
});

import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { registerExperimentDiagnostics } from '../../../../src/extension/editor/experimentDiagnostics.ts';
import { Experiments } from '../../../../src/extension/experiments/experiments.ts';
import type { Studio } from '../../../../src/extension/studio.ts';
import { temporaryFolder } from '../../core/runs/temporaryFolder.ts';
import { eventually } from '../fakeStudio.ts';
import { editor, events, Uri, workspace } from '../vscodeStub.ts';

const cache = temporaryFolder();
const path = '/project/a.safr.json';
const textOf = (train: string) => JSON.stringify({ dataset: { source: 'files', train } });

/** An open document, which `edit` changes. */
function opened(content: string) {
  const document = {
    ...{ uri: Uri.file(path), version: 1, isClosed: false, content },
    getText: () => document.content,
    positionAt: (offset: number) => offset,
  };
  workspace.textDocuments = [document];
  return document;
}
function edit(document: ReturnType<typeof opened>, content: string): void {
  document.content = content;
  document.version++;
  events.changeDocument.fire({ document });
}
const marked = () => editor.diagnostics.get(path)?.map(({ message }) => message);
const afterPause = () => vi.advanceTimersByTimeAsync(1000);

beforeEach(async () => {
  vi.useFakeTimers();
  editor.files.set(path, textOf('missing.tsv'));
  const experiments = new Experiments();
  registerExperimentDiagnostics({ experiments, context: { subscriptions: [] } } as unknown as Studio);
  await experiments.load();
  await afterPause();
  return () => {
    experiments.dispose();
    vi.useRealTimers();
  };
});

test('a file is marked whether or not it is open, until it is deleted', async () => {
  await eventually(() => expect(marked()?.[0]).toMatch(/missing\.tsv/));
  editor.files.delete(path);
  editor.watchers.find(({ pattern }) => pattern === '**/*.safr.json')!.deleted.fire(Uri.file(path));
  await afterPause();
  expect(marked()).toBeUndefined();
});

test('what violates the schema is an error at its place, with what was meant', async () => {
  const document = opened('{\n  "dataset": { "source": "sst2" },\n  "model": { "widht": 3, "dropout": 3 }\n}');
  events.openDocument.fire(document);
  await afterPause();
  expect(marked()).toEqual([
    expect.stringMatching(/^unknown key model\.widht; allowed: .*; did you mean "width"\?$/),
    expect.stringMatching(/^model\.dropout is 3; allowed: a number at least 0 and less than 1$/),
  ]);
  const [first] = editor.diagnostics.get(path)!;
  expect(first).toMatchObject({
    severity: 0,
    range: { start: { line: 2, character: 13 }, end: { line: 2, character: 20 } },
  });
});

test('errors of the syntax are left to VS Code where it reports them: in open files', async () => {
  const document = opened('{ "dataset": }');
  events.openDocument.fire(document);
  await afterPause();
  expect(marked()).toEqual([]);
  workspace.textDocuments = [];
  editor.files.set(path, document.getText());
  events.closeDocument.fire(document);
  await afterPause();
  await eventually(() => expect(marked()?.[0]).toMatch(/^not JSON: value expected/));
});

test('in a workspace that is not trusted no data file is looked for', async () => {
  workspace.isTrusted = false;
  events.changeActiveEditor.fire();
  await afterPause();
  await eventually(() => expect(marked()).toEqual([]));
  workspace.isTrusted = true;
  events.grantTrust.fire();
  await afterPause();
  await eventually(() => expect(marked()?.[0]).toMatch(/missing\.tsv/));
});

test('a model that is missing is marked with what its quick fix needs, until it is there', async () => {
  vi.stubEnv('HF_HUB_CACHE', cache.path());
  const document = opened(JSON.stringify({ dataset: { source: 'sst2' }, model: { pretrained: 'org/name' } }));
  events.openDocument.fire(document);
  await afterPause();
  await eventually(() => expect(editor.diagnostics.get(path)).toMatchObject([{ code: 'missing-model' }]));
  expect(marked()?.[0]).toMatch(/^org\/name: no such model/);
  const model = cache.path('models--org--name');
  cpSync('test/fixtures/pretrained/bert', join(model, 'snapshots', 'c0'), { recursive: true });
  mkdirSync(join(model, 'refs'));
  writeFileSync(join(model, 'refs', 'main'), 'c0');
  events.changeActiveEditor.fire();
  await afterPause();
  await eventually(() => expect(marked()).toEqual([]));
  vi.unstubAllEnvs();
});

test('a text is checked when the typing pauses', async () => {
  const document = opened(textOf('missing.tsv'));
  events.openDocument.fire(document);
  await afterPause();
  await eventually(() => expect(marked()?.[0]).toMatch(/missing\.tsv/));
  for (const name of ['other.t', 'other.ts', 'other.tsv']) {
    edit(document, textOf(name));
    await vi.advanceTimersByTimeAsync(50);
    expect(marked()?.[0]).toMatch(/missing\.tsv/);
  }
  await afterPause();
  await eventually(() => expect(marked()?.[0]).toMatch(/other\.tsv/));
});

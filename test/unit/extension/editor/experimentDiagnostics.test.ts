import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { registerExperimentDiagnostics } from '../../../../src/extension/editor/experimentDiagnostics.ts';
import { Experiments } from '../../../../src/extension/experiments/experiments.ts';
import type { Studio } from '../../../../src/extension/studio.ts';
import { temporaryFolder } from '../../core/runs/temporaryFolder.ts';
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
  await experiments.load();
  registerExperimentDiagnostics({ experiments, context: { subscriptions: [] } } as unknown as Studio);
  await afterPause();
  return () => {
    experiments.dispose();
    vi.useRealTimers();
  };
});

test('a file that has been read before is checked when it is opened, and no longer marked when it is closed', async () => {
  expect(marked()).toBeUndefined();
  const document = opened(textOf('missing.tsv'));
  events.openDocument.fire(document);
  await afterPause();
  await vi.waitFor(() => expect(marked()?.[0]).toMatch(/missing\.tsv/));
  events.closeDocument.fire(document);
  expect(marked()).toBeUndefined();
});

test('a model that is missing is marked with what its quick fix needs, until it is there', async () => {
  vi.stubEnv('HF_HUB_CACHE', cache.path());
  const document = opened(JSON.stringify({ dataset: { source: 'sst2' }, model: { pretrained: 'org/name' } }));
  events.openDocument.fire(document);
  await afterPause();
  await vi.waitFor(() => expect(editor.diagnostics.get(path)).toMatchObject([{ code: 'missing-model' }]));
  expect(marked()?.[0]).toMatch(/^org\/name: no such model/);
  const model = cache.path('models--org--name');
  cpSync('test/fixtures/pretrained/bert', join(model, 'snapshots', 'c0'), { recursive: true });
  mkdirSync(join(model, 'refs'));
  writeFileSync(join(model, 'refs', 'main'), 'c0');
  events.changeActiveEditor.fire();
  await afterPause();
  await vi.waitFor(() => expect(marked()).toEqual([]));
  vi.unstubAllEnvs();
});

test('a text is checked when the typing pauses', async () => {
  const document = opened(textOf('missing.tsv'));
  events.openDocument.fire(document);
  await afterPause();
  await vi.waitFor(() => expect(marked()?.[0]).toMatch(/missing\.tsv/));
  for (const name of ['other.t', 'other.ts', 'other.tsv']) {
    edit(document, textOf(name));
    await vi.advanceTimersByTimeAsync(50);
    expect(marked()?.[0]).toMatch(/missing\.tsv/);
  }
  await afterPause();
  await vi.waitFor(() => expect(marked()?.[0]).toMatch(/other\.tsv/));
});

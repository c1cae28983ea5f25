import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { chooseModel } from '../../../../src/extension/commands/chooseModel.ts';
import { temporaryFolder } from '../../core/runs/temporaryFolder.ts';
import { FakeCompute } from '../fakeCompute.ts';
import { eventually, fakeStudio } from '../fakeStudio.ts';
import { editor, Uri } from '../vscodeStub.ts';

const folder = temporaryFolder();
const compute = new FakeCompute();

function writeEncoder(path: string): void {
  cpSync('test/fixtures/pretrained/bert', path, { recursive: true });
  editor.files.set(join(path, 'config.json'), '');
}

beforeEach(() => {
  vi.stubEnv('HF_HUB_CACHE', folder.path('hub'));
  return () => vi.unstubAllEnvs();
});

function choose(label: string | undefined) {
  const { studio, fakes } = fakeStudio();
  fakes.startCompute.mockImplementation(compute.start);
  editor.picked = label;
  return chooseModel(studio, folder.path('workspace'), 'Model');
}

test('a small transformer is offered always', async () => {
  expect(await choose('$(circuit-board) Small transformer')).toEqual({ pretrained: null });
  expect(await choose(undefined)).toBeUndefined();
});

test('an encoder of the workspace is named by its path from the experiment', async () => {
  writeEncoder(folder.path('workspace', 'models', 'bert'));
  editor.files.set(folder.path('workspace', 'app', 'config.json'), '');
  expect(await choose('$(folder) models/bert')).toEqual({ pretrained: 'models/bert' });
  expect(await choose('$(folder) app')).toBeUndefined();
});

test('an encoder of the cache is named as on the hub', async () => {
  const model = folder.path('hub', 'models--org--bert');
  writeEncoder(join(model, 'snapshots', 'c0'));
  mkdirSync(join(model, 'refs'), { recursive: true });
  writeFileSync(join(model, 'refs', 'main'), 'c0');
  expect(await choose('$(package) org/bert')).toEqual({ pretrained: 'org/bert' });
});

test('another folder has to hold an encoder', async () => {
  writeEncoder(folder.path('elsewhere'));
  editor.openTarget = Uri.file(folder.path('elsewhere'));
  expect(await choose('$(folder-opened) Folder…')).toEqual({ pretrained: folder.path('elsewhere') });
  editor.openTarget = Uri.file(dirname(folder.path('elsewhere')));
  expect(await choose('$(folder-opened) Folder…')).toBeUndefined();
  expect(editor.messages.at(-1)?.text).toMatch(/has no encoder that can be fine-tuned/);
});

test('another encoder is downloaded first', async () => {
  editor.input = 'org/name';
  const chosen = choose('$(cloud-download) Download…');
  await eventually(() => expect(compute.requests).toHaveLength(1));
  compute.last.resolve({ commit: 'c0', folder: '/cache', files: [] });
  expect(await chosen).toEqual({ pretrained: 'org/name' });
});

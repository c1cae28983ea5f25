import { expect, test } from 'vitest';
import { UserError } from '../../../../src/common/userError.ts';
import { registerDownloadModel } from '../../../../src/extension/commands/downloadModel.ts';
import { FakeCompute } from '../fakeCompute.ts';
import { eventually, fakeStudio } from '../fakeStudio.ts';
import { editor, workspace } from '../vscodeStub.ts';

/** Runs the command, for a name or none, and types this one. */
function start(input: string | undefined, name?: string) {
  const { studio, fakes } = fakeStudio();
  const compute = new FakeCompute();
  fakes.startCompute.mockImplementation(compute.start);
  registerDownloadModel(studio);
  editor.input = input;
  return { compute, ended: (editor.registered.get('safr.downloadModel') as (name?: string) => Promise<void>)(name) };
}

const isRequested = (compute: FakeCompute) => eventually(() => expect(compute.requests).toHaveLength(1));
const shown = () => editor.messages.map(({ severity, text }) => `${severity}: ${text}`);
const result = (isNew: boolean) => ({ commit: 'c0', folder: '/cache', files: [{ name: 'a', bytes: 1, isNew }] });

test('a model is downloaded by the name that the user types, with progress', async () => {
  const { compute, ended } = start(' org/name ');
  await isRequested(compute);
  expect(compute.last).toMatchObject({ kind: 'downloadModel', params: { name: 'org/name' } });
  for (const received of [20e6, 80e6]) compute.last.onEvent({ kind: 'download', received, total: 80e6 });
  expect(editor.reports).toEqual([
    { message: '20.0 of 80.0 MB', increment: 25 },
    { message: '80.0 of 80.0 MB', increment: 75 },
  ]);
  compute.last.resolve(result(true));
  await ended;
  expect(shown()).toEqual(['information: Downloaded org/name.']);
  expect(compute.ends).toBe(1);
});

test('a model is downloaded by the name that a quick fix gives, without a question', async () => {
  const { compute, ended } = start('org/typed', 'org/given');
  await isRequested(compute);
  expect(compute.last).toMatchObject({ params: { name: 'org/given' } });
  compute.last.resolve(result(true));
  await ended;
});

test('a model that the cache has is reported as such', async () => {
  const { compute, ended } = start('org/name');
  await isRequested(compute);
  compute.last.resolve(result(false));
  await ended;
  expect(shown()).toEqual(['information: org/name was downloaded before.']);
});

test('a download that the user cancels ends without a message', async () => {
  const { compute, ended } = start('org/name');
  await isRequested(compute);
  editor.progress!.cancel();
  await ended;
  expect(shown()).toEqual([]);
  expect(compute.ends).toBe(1);
});

test('an error is shown with its remedy', async () => {
  const { compute, ended } = start('org/none');
  await isRequested(compute);
  compute.last.reject(new UserError('org/none: no such model', 'Check the name.'));
  await ended;
  expect(shown()).toEqual(['error: org/none: no such model. Check the name. (Downloading org/none)']);
});

test.each([undefined, '../name'])('nothing is downloaded for the name %j', async (input) => {
  const { compute, ended } = start(input);
  await ended;
  expect(compute.starts).toBe(0);
});

test('nothing is downloaded in a workspace that is not trusted', async () => {
  workspace.isTrusted = false;
  const { compute, ended } = start('org/name');
  await ended;
  expect(compute.starts).toBe(0);
  expect(shown()).toEqual([expect.stringContaining('not trusted')]);
});

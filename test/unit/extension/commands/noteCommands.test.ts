import { mkdirSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { readNotes } from '../../../../src/core/runs/runNotes.ts';
import { registerNoteCommands } from '../../../../src/extension/commands/noteCommands.ts';
import { temporaryFolder } from '../../core/runs/temporaryFolder.ts';
import { fakeStudio } from '../fakeStudio.ts';
import { someRun } from '../someRun.ts';
import { editor } from '../vscodeStub.ts';

const folder = temporaryFolder();
let fakes: ReturnType<typeof fakeStudio>['fakes'];

beforeEach(() => {
  const made = fakeStudio();
  fakes = made.fakes;
  fakes.runs.set({ ...someRun(), directory: folder.path() });
  registerNoteCommands(made.studio);
});

type Command = (target: object, selected?: readonly object[]) => Promise<void>;
const target = () => ({ run: folder.path() });
async function type(command: string, input: string | undefined): Promise<void> {
  editor.input = input;
  await (editor.registered.get(command) as Command)(target());
}

test('name, note and tags that the user types are kept in the folder of the run', async () => {
  await type('safr.nameRun', ' baseline ');
  await type('safr.editNote', 'As in table 2.');
  await type('safr.editTags', '#paper, λ 0.5,, paper');
  expect(readNotes(folder.path())).toMatchObject({
    name: 'baseline',
    note: 'As in table 2.',
    tags: ['paper', 'λ 0.5'],
  });
  expect(fakes.runs.refresh).toHaveBeenCalledTimes(3);
});

test('an empty name removes it; a closed box and an impossible name change nothing', async () => {
  await type('safr.nameRun', 'baseline');
  await type('safr.nameRun', undefined);
  await type('safr.nameRun', 'last');
  expect(readNotes(folder.path()).name).toBe('baseline');
  await type('safr.nameRun', '');
  expect(readNotes(folder.path()).name).toBeNull();
});

test('all selected runs are pinned', async () => {
  const other = folder.path('other');
  mkdirSync(other);
  fakes.runs.set({ ...someRun(), directory: folder.path() }, { ...someRun(), directory: other });
  await (editor.registered.get('safr.pinRun') as Command)(target(), [target(), { run: other }]);
  expect([folder.path(), other].map((directory) => readNotes(directory).pinned)).toEqual([true, true]);
  await (editor.registered.get('safr.unpinRun') as Command)(target());
  expect([folder.path(), other].map((directory) => readNotes(directory).pinned)).toEqual([false, true]);
});

test('notes that cannot be written are reported', async () => {
  fakes.runs.set({ ...someRun(), directory: folder.path('gone') });
  editor.input = 'x';
  await (editor.registered.get('safr.editNote') as Command)({ run: folder.path('gone') });
  expect(editor.messages.at(-1)?.text).toMatch(/^cannot be written: .* \(.*notes\.json\)/);
});

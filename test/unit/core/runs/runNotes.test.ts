import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findRun } from '../../../../src/core/runs/findRun.ts';
import { readRun, RunReader } from '../../../../src/core/runs/readRun.ts';
import { changeNotes, noNotes, whyNoName } from '../../../../src/core/runs/runNotes.ts';
import { RunWriter } from '../../../../src/core/runs/runWriter.ts';
import { newRun } from './newRun.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
const newStoredRun = () => RunWriter.create(newRun(folder.path()));

test('notes are kept in one file of the run, and each change leaves the others', async () => {
  const { directory } = await newStoredRun();
  expect((await readRun(directory)).notes).toBe(noNotes);
  await changeNotes(directory, { name: 'baseline', tags: ['paper'] });
  await changeNotes(directory, { note: 'As in table 2.', pinned: true });
  const notes = { name: 'baseline', note: 'As in table 2.', tags: ['paper'], pinned: true };
  expect((await readRun(directory)).notes).toEqual(notes);
  await changeNotes(directory, { name: null });
  expect(JSON.parse(readFileSync(`${directory}/notes.json`, 'utf8'))).toEqual({ ...notes, name: null });
});

test('a reader that knows the run notices a change of the notes', async () => {
  const { directory } = await newStoredRun();
  const reader = new RunReader();
  const before = await reader.read(directory);
  expect(await reader.read(directory)).toBe(before);
  await changeNotes(directory, { pinned: true });
  expect((await reader.read(directory)).notes.pinned).toBe(true);
});

test('a name is one line that can be told from other ways to name a run', async () => {
  const { directory } = await newStoredRun();
  for (const name of ['', ' a', 'a\nb', 'last', 'a'.repeat(61)]) {
    expect(whyNoName(name), name).not.toBeNull();
    await expect(changeNotes(directory, { name })).rejects.toThrow(/cannot be a name or tag/);
  }
  await expect(changeNotes(directory, { tags: ['good', ''] })).rejects.toThrow('"" cannot be a name or tag');
  expect(whyNoName('λ_imp 0.5, best')).toBeNull();
});

test('a run is found by its name, before the beginnings of ids; a name of two runs is ambiguous', async () => {
  const [first, second] = [await newStoredRun(), await newStoredRun()];
  await changeNotes(first.directory, { name: '2' }); // also the beginning of both ids
  expect(await findRun(folder.path(), '2')).toBe(first.directory);
  await changeNotes(second.directory, { name: '2' });
  await expect(findRun(folder.path(), '2')).rejects.toThrow(`2 runs have the name "2": ${first.id}, ${second.id}`);
});

test('damaged notes are named, and do not keep other runs from being found', async () => {
  const [first, second] = [await newStoredRun(), await newStoredRun()];
  writeFileSync(`${first.directory}/notes.json`, '{"tags": 3}');
  await expect(readRun(first.directory)).rejects.toThrow(/notes\.json: tags/);
  await changeNotes(second.directory, { name: 'whole' });
  expect(await findRun(folder.path(), 'whole')).toBe(second.directory);
});

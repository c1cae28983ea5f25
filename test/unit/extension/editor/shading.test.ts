import { beforeEach, expect, test } from 'vitest';
import type { Memento } from 'vscode';
import { Shading } from '../../../../src/extension/editor/shading.ts';
import { editor, Uri, workspace } from '../vscodeStub.ts';

const stored = new Map<string, unknown>();
const state = {
  keys: () => [...stored.keys()],
  get: (key: string, byDefault?: unknown) => stored.get(key) ?? byDefault,
  update: async (key: string, value: unknown) => void stored.set(key, value),
} as Memento;
const file = Uri.file('/w/rows.tsv') as unknown as Parameters<Shading['isOn']>[0];
let shading: Shading;
let changes: number;

beforeEach(() => {
  stored.clear();
  shading = new Shading(state);
  changes = 0;
  shading.onDidChange(() => changes++);
});

test('toggling switches it on and off, and leaves the settings as they are', async () => {
  expect(shading.isOn(file)).toBe(false);
  expect(await shading.toggle(file)).toBe(true);
  expect(shading.isOn(file)).toBe(true);
  expect(await shading.toggle(file)).toBe(false);
  expect(changes).toBe(2);
  expect(editor.settings.size).toBe(0);
});

test('what was toggled outlives the window', async () => {
  await shading.toggle(file);
  expect(new Shading(state).isOn(file)).toBe(true);
});

test('a change of the setting counts again', async () => {
  await shading.toggle(file);
  await workspace.getConfiguration('safr').update('shading.enabled', false);
  expect(shading.isOn(file)).toBe(false);
  await workspace.getConfiguration('safr').update('shading.enabled', true);
  expect(shading.isOn(file)).toBe(true);
});

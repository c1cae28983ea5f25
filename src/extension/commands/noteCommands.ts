import * as vscode from 'vscode';
import type { Run } from '../../core/runs/readRun.ts';
import { changeNotes, whyNoName, type RunNotes } from '../../core/runs/runNotes.ts';
import { reportError } from '../reportError.ts';
import type { Studio } from '../studio.ts';
import { runOf, type Target } from './targets.ts';

/** Name, note, tag and pin runs: what the user says about them is kept in their folders. */
export function registerNoteCommands(studio: Studio): void {
  const edit =
    (question: string, ask: (run: Run) => Thenable<Partial<RunNotes> | undefined>) => async (target: Target) => {
      const run = await runOf(studio, target, () => true, question);
      const changes = run && (await ask(run));
      if (changes) await change(studio, run, changes);
    };
  const pin =
    (pinned: boolean) =>
    async (target: Target, selected: readonly Target[] = []) => {
      const question = pinned ? 'Pin which run?' : 'Unpin which run?';
      for (const each of selected.length > 1 ? selected : [target]) {
        const run = await runOf(studio, each, ({ notes }) => notes.pinned !== pinned, question);
        if (run) await change(studio, run, { pinned });
      }
    };
  studio.context.subscriptions.push(
    vscode.commands.registerCommand('safr.nameRun', edit('Name which run?', askName)),
    vscode.commands.registerCommand('safr.editNote', edit('Edit the note of which run?', askNote)),
    vscode.commands.registerCommand('safr.editTags', edit('Edit the tags of which run?', askTags)),
    vscode.commands.registerCommand('safr.pinRun', pin(true)),
    vscode.commands.registerCommand('safr.unpinRun', pin(false)),
  );
}

async function change({ runs, log }: Studio, run: Run, changes: Partial<RunNotes>): Promise<void> {
  try {
    await changeNotes(run.directory, changes);
  } catch (error) {
    void reportError(log, `Notes of ${runs.nameOf(run)}`, error);
  }
  await runs.refresh(run.directory);
}

async function askName({ id, notes }: Run): Promise<Partial<RunNotes> | undefined> {
  const text = await vscode.window.showInputBox({
    title: `Name of ${id}`,
    prompt:
      'Shown in lists, charts and tables; `safr` finds the run by it. Without a name, the settings that differ are shown.',
    value: notes.name ?? '',
    validateInput: (typed) => problemOf(typed.trim()),
  });
  return text === undefined ? undefined : { name: text.trim() || null };
}

async function askNote({ id, notes }: Run): Promise<Partial<RunNotes> | undefined> {
  const title = `Note of ${id}`;
  const note = await vscode.window.showInputBox({
    title,
    prompt: 'Shown when you point at the run.',
    value: notes.note,
  });
  return note === undefined ? undefined : { note: note.trim() };
}

async function askTags({ id, notes }: Run): Promise<Partial<RunNotes> | undefined> {
  const text = await vscode.window.showInputBox({
    title: `Tags of ${id}`,
    prompt: 'Separated by commas.',
    value: notes.tags.join(', '),
    validateInput: (typed) => tagsIn(typed).map(problemOf).find(Boolean),
  });
  return text === undefined ? undefined : { tags: tagsIn(text) };
}

/** Each once, without "#". */
function tagsIn(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim().replace(/^#\s*/, ''));
  return [...new Set(tags.filter((tag) => tag !== ''))];
}

/** Of a name or tag; undefined if there is none, or no text. */
function problemOf(text: string): string | undefined {
  return text === '' ? undefined : (whyNoName(text) ?? undefined);
}

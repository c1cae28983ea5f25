import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { writeJson } from '../../common/atomicWrite.ts';
import { UserError } from '../../common/userError.ts';
import { readJson, runFiles } from './runFiles.ts';

/** Longest name and tag, in UTF-16 units: they stand in lists and legends. */
const maxNameLength = 60;

/** `notes.json`: what the user says about a run. No training or evaluation reads or writes it. */
export const runNotesSchema = z.object({
  /** Shown in place of the settings in which the run differs from others; the command line finds the run by it. */
  name: z.string().nullable().default(null),
  note: z.string().default(''),
  tags: z.array(z.string()).default([]),
  /** Pinned runs come first in lists. */
  pinned: z.boolean().default(false),
});
export type RunNotes = z.output<typeof runNotesSchema>;

/** Of a run without `notes.json`. */
export const noNotes: RunNotes = { name: null, note: '', tags: [], pinned: false };

/** Why a text cannot be the name of a run, or one of its tags; null if it can. */
export function whyNoName(text: string): string | null {
  if (text !== text.trim() || text === '') return 'A name begins and ends with a character that is not a space.';
  if (text.length > maxNameLength) return `A name has at most ${maxNameLength} characters.`;
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return 'A name is one line without control characters.';
  return text === 'last' ? '“last” is the newest run with weights.' : null;
}

/**
 * Changes the notes of a run; the fields that are not given stay as they are. Errors: UserError where a name or tag is not allowed, the file is
 * damaged, or it cannot be written.
 */
export async function changeNotes(directory: string, changes: Partial<RunNotes>): Promise<void> {
  for (const text of [changes.name ?? [], changes.tags ?? []].flat()) {
    const why = whyNoName(text);
    if (why !== null) throw new UserError(`${JSON.stringify(text)} cannot be a name or tag`, why);
  }
  await writeJson(join(directory, runFiles.notes), { ...readNotes(directory), ...changes });
}

/** Errors: UserError where the file is damaged. */
export function readNotes(directory: string): RunNotes {
  const path = join(directory, runFiles.notes);
  return existsSync(path) ? readJson(path, runNotesSchema) : noNotes;
}

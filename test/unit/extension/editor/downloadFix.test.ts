import { expect, test } from 'vitest';
import type { CodeAction, CodeActionProvider } from 'vscode';
import { registerDownloadFix, missingModel } from '../../../../src/extension/editor/downloadFix.ts';
import { fakeStudio } from '../fakeStudio.ts';
import { Diagnostic, editor, Range, Uri } from '../vscodeStub.ts';

/** The quick fixes of a problem with this value in an experiment. */
function fixesOf(value: string, code: string, path = '/project/a.safr.json'): CodeAction[] {
  registerDownloadFix(fakeStudio().studio);
  const range = new Range(0, value.length);
  const document = { uri: Uri.file(path), getText: () => value };
  const diagnostics = [Object.assign(new Diagnostic(range, 'no such model', 0), { code })];
  const provider = editor.codeActions as CodeActionProvider;
  return provider.provideCodeActions(document as never, range as never, { diagnostics } as never, {} as never) as never;
}

test('the problem of a missing model offers its download', () => {
  const [fix] = fixesOf('"org/name"', missingModel);
  expect(fix!.title).toBe('Download org/name from the Hugging Face hub');
  expect(fix!.command).toMatchObject({ command: 'safr.downloadModel', arguments: ['org/name'] });
});

test('no other problem does', () => {
  expect(fixesOf('"org/name"', 'another')).toEqual([]);
  expect(fixesOf('["org/name"]', missingModel)).toEqual([]);
  expect(fixesOf('"org/name"', missingModel, '/project/package.json')).toEqual([]);
});

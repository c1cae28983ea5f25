import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TextDocumentContentProvider } from 'vscode';
import { registerDatasetDocuments } from '../../../../src/extension/editor/openDataset.ts';
import { documentScheme } from '../../../../src/extension/editor/datasetUri.ts';
import { fakeStudio } from '../fakeStudio.ts';
import { CancellationTokenSource, editor } from '../vscodeStub.ts';

const uri = { path: '/run/test.tsv', query: '/runs/a' };
let request: ReturnType<typeof fakeStudio>['fakes']['inference']['request'];
const content = () => {
  const provider = editor.contentProviders.get(documentScheme) as TextDocumentContentProvider;
  const { token } = new CancellationTokenSource();
  return provider.provideTextDocumentContent(uri as never, token) as Promise<string>;
};

beforeEach(() => {
  vi.useFakeTimers();
  const { studio, fakes } = fakeStudio();
  request = fakes.inference.request;
  registerDatasetDocuments(studio);
});
afterEach(() => void vi.useRealTimers());

it('a split that is read quickly is shown without a notification', async () => {
  request.mockResolvedValueOnce([{ index: 0, text: 'a film', label: 'good', file: '', line: 1 }]);
  expect(await content()).toBe('label\ttext\ngood\ta film\n');
  await vi.advanceTimersByTimeAsync(2000);
  expect(editor.progress).toBeUndefined();
});

it('reading that takes longer can be stopped', async () => {
  request.mockImplementationOnce(
    (_kind, _params, signal) =>
      new Promise((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason as Error))),
  );
  const shown = content();
  await vi.advanceTimersByTimeAsync(2000);
  editor.progress!.cancel();
  expect(await shown).toMatch(/^The reading was stopped\./);
  await vi.advanceTimersByTimeAsync(0);
  expect(editor.progress).toBeUndefined();
});

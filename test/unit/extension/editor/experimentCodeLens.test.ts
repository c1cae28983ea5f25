import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Job } from '../../../../src/extension/compute/runningJob.ts';
import { registerExperimentCodeLens } from '../../../../src/extension/editor/experimentCodeLens.ts';
import { fakeStudio } from '../fakeStudio.ts';
import { editor, Uri, workspace } from '../vscodeStub.ts';

const path = '/mine/mine.safr.json';

interface Provider {
  provideCodeLenses(document: object): readonly { readonly command: { readonly title: string } }[];
  onDidChangeCodeLenses(listener: () => void): void;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** As VS Code on a busy machine: requests lenses some time after a change and draws them after a longer time; each begins again if it happens before. */
function drawnBy(provider: Provider, document: object): { title: string | null } {
  const [requestMs, drawMs] = [250, 1500];
  const drawn = { title: null as string | null };
  let [request, draw] = [undefined as NodeJS.Timeout | undefined, undefined as NodeJS.Timeout | undefined];
  const later = () => {
    clearTimeout(request);
    request = setTimeout(() => {
      const title = provider.provideCodeLenses(document).at(-1)!.command.title;
      clearTimeout(draw);
      draw = setTimeout(() => (drawn.title = title), drawMs);
    }, requestMs);
  };
  provider.onDidChangeCodeLenses(later);
  later();
  return drawn;
}

test('the progress of a training is drawn while it changes all the time', () => {
  const { studio, fakes } = fakeStudio();
  const document = { uri: Uri.file(path), getText: () => '{}' };
  workspace.textDocuments = [document];
  registerExperimentCodeLens(studio);
  const drawn = drawnBy(editor.codeLenses as Provider, document);
  for (let epoch = 1; epoch <= 100; epoch++) {
    const progress = { phase: `epoch ${epoch}`, loss: null, secondsLeft: null, share: null, epoch };
    const job = { experimentPath: path, progress } as unknown as Job;
    fakes.jobs.all = [job];
    fakes.jobs.changed.fire(job);
    vi.advanceTimersByTime(200);
  }
  expect(Number(/epoch (\d+)/.exec(drawn.title!)?.[1])).toBeGreaterThan(70);
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkExperiment } from '../../../../src/core/experiment/parseExperiment.ts';
import { Experiments } from '../../../../src/extension/experiments/experiments.ts';
import { editor, events, Uri, workspace } from '../vscodeStub.ts';

vi.mock('../../../../src/core/experiment/parseExperiment.ts', { spy: true });

const path = '/project/a.safr.json';
const uri = Uri.file(path);
const text = (train: string) => JSON.stringify({ dataset: { source: 'files', train } });
const document = (content: string) => ({ uri, getText: () => content });
const watcher = () => editor.watchers[0]!;

let experiments: Experiments;
let changes = 0;

afterEach(() => {
  experiments.dispose();
  vi.useRealTimers();
});
beforeEach(async () => {
  editor.files.set(path, text('rows.tsv'));
  experiments = new Experiments();
  await experiments.load();
  changes = 0;
  experiments.onDidChange(() => changes++);
});

/** Until what an event led to is over. */
const settled = () => new Promise((resolve) => setTimeout(resolve));
/** Types a text, then pauses. */
function edit(content: string): ReturnType<typeof document> {
  vi.useFakeTimers();
  const open = document(content);
  workspace.textDocuments = [open];
  events.changeDocument.fire({ document: open });
  vi.runAllTimers();
  vi.useRealTimers();
  return open;
}

describe('experiments', () => {
  it('are found with their title, their runs and their data files', () => {
    expect(experiments.all).toMatchObject([{ path, title: 'a', dataFiles: ['/project/rows.tsv'] }]);
    expect(experiments.get(path)?.runsDirectory).toBe('/project/.safr/runs');
    expect(experiments.using('/project/rows.tsv')).toEqual(experiments.all);
    expect(experiments.using('/project/other.tsv')).toEqual([]);
  });

  it('keep their runs in the workspace folder that holds them', async () => {
    const root = { uri: Uri.file('/project') };
    Object.assign(workspace, { workspaceFolders: [root] });
    editor.files.set('/project/deep/b.safr.json', text('rows.tsv'));
    await experiments.load();
    expect(experiments.get('/project/deep/b.safr.json')?.runsDirectory).toBe('/project/.safr/runs');
  });

  it('come and go with their files', async () => {
    editor.files.set('/project/b.safr.json', text('rows.tsv'));
    watcher().created.fire(Uri.file('/project/b.safr.json'));
    await settled();
    expect(experiments.all.map(({ title }) => title)).toEqual(['a', 'b']);
    watcher().deleted.fire(uri);
    expect(experiments.all.map(({ title }) => title)).toEqual(['b']);
    expect(changes).toBe(2);
    watcher().deleted.fire(uri);
    expect(changes).toBe(2);
  });

  it('are those of the open editor, saved or not', async () => {
    const open = edit(text('edited.tsv'));
    expect(experiments.get(path)?.dataFiles).toEqual(['/project/edited.tsv']);
    watcher().changed.fire(uri);
    await settled();
    expect(experiments.get(path)?.dataFiles).toEqual(['/project/edited.tsv']);
    workspace.textDocuments = [];
    events.closeDocument.fire(open);
    await settled();
    expect(experiments.get(path)?.dataFiles).toEqual(['/project/rows.tsv']);
  });

  it('keep the data files they named last while the text is invalid', () => {
    edit('{ "dataset": ');
    expect(experiments.get(path)).toMatchObject({ dataFiles: ['/project/rows.tsv'], check: { experiment: null } });
  });

  it('are checked when the typing pauses, and not again where the text is the same', () => {
    vi.useFakeTimers();
    vi.mocked(checkExperiment).mockClear();
    let content = text('a.tsv');
    const open = { uri, getText: () => content };
    for (const name of ['b.tsv', 'c.tsv', 'd.tsv']) {
      content = text(name);
      events.changeDocument.fire({ document: open });
      vi.advanceTimersByTime(100);
    }
    expect(checkExperiment).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(vi.mocked(checkExperiment).mock.calls).toEqual([[text('d.tsv'), path]]);
    events.changeDocument.fire({ document: open });
    vi.runAllTimers();
    events.openDocument.fire(open);
    expect(checkExperiment).toHaveBeenCalledOnce();
    expect(changes).toBe(1);
  });

  it('are not checked after they are closed or the window is', async () => {
    vi.useFakeTimers();
    const open = document(text('edited.tsv'));
    events.changeDocument.fire({ document: open });
    watcher().deleted.fire(uri);
    expect(vi.getTimerCount()).toBe(0);
    events.changeDocument.fire({ document: open });
    experiments.dispose();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('come and go with the folders of the workspace', async () => {
    const folders = [{ uri: Uri.file('/project') }, { uri: Uri.file('/second') }];
    Object.assign(workspace, { workspaceFolders: folders });
    editor.files.set('/second/b.safr.json', text('rows.tsv'));
    events.changeFolders.fire();
    await settled();
    expect(experiments.all.map(({ title }) => title)).toEqual(['a', 'b']);
    expect(experiments.using('/second/rows.tsv')).toHaveLength(1);
    const open = { uri: Uri.file('/second/open.safr.json'), getText: () => text('rows.tsv') };
    workspace.textDocuments = [open];
    events.openDocument.fire(open);

    Object.assign(workspace, { workspaceFolders: [folders[0]] });
    editor.files.delete('/second/b.safr.json');
    events.changeFolders.fire();
    await settled();
    expect(experiments.all.map(({ title }) => title)).toEqual(['a', 'open']);
  });

  it('are no documents of other schemes or names', () => {
    const diff = { uri: { ...uri, scheme: 'git', path, fsPath: path } as Uri, getText: () => text('old.tsv') };
    events.openDocument.fire(diff);
    events.openDocument.fire({ uri: Uri.file('/project/notes.json'), getText: () => '{}' });
    expect(experiments.all).toHaveLength(1);
    expect(changes).toBe(0);
  });

  it('stop listening once disposed', () => {
    experiments.dispose();
    edit(text('edited.tsv'));
    expect(experiments.get(path)?.dataFiles).toEqual(['/project/rows.tsv']);
  });
});

describe('the name of an experiment', () => {
  it('is that of its file, with its folder where another file has the same', async () => {
    const inFolder = (folder: string) => `/project/${folder}/b.safr.json`;
    workspace.workspaceFolders = [{ uri: Uri.file('/project') }];
    editor.files.set(inFolder('one'), text('rows.tsv'));
    await experiments.load();
    expect(experiments.nameOf(inFolder('one'))).toBe('b');
    editor.files.set(inFolder('two'), text('rows.tsv'));
    await experiments.load();
    expect([inFolder('one'), inFolder('two'), path].map((each) => experiments.nameOf(each))).toEqual([
      'b (one)',
      'b (two)',
      'a',
    ]);
  });

  it('names the folder of the window where it has several', async () => {
    workspace.workspaceFolders = ['/project', '/other'].map((folder) => ({ uri: Uri.file(folder) }));
    editor.files.set('/other/a.safr.json', text('rows.tsv'));
    await experiments.load();
    expect([path, '/other/a.safr.json'].map((each) => experiments.nameOf(each))).toEqual(['a (project)', 'a (other)']);
  });

  it('is that of the folder itself for a file at its top', async () => {
    workspace.workspaceFolders = [{ uri: Uri.file('/project') }];
    editor.files.set('/project/deep/a.safr.json', text('rows.tsv'));
    await experiments.load();
    expect(experiments.nameOf(path)).toBe('a (project)');
  });
});

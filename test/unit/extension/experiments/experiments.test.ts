import { beforeEach, describe, expect, it } from 'vitest';
import { Experiments } from '../../../../src/extension/experiments/experiments.ts';
import { editor, events, Uri, workspace } from '../vscodeStub.ts';

const path = '/project/a.safr.json';
const uri = Uri.file(path);
const text = (train: string) => JSON.stringify({ dataset: { source: 'files', train } });
const document = (content: string) => ({ uri, getText: () => content });
const watcher = () => editor.watchers[0]!;

let experiments: Experiments;
let changes = 0;

beforeEach(async () => {
  editor.files.set(path, text('rows.tsv'));
  experiments = new Experiments();
  await experiments.load();
  changes = 0;
  experiments.onDidChange(() => changes++);
});

/** Until what an event led to is over. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

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
    const open = document(text('edited.tsv'));
    workspace.textDocuments = [open];
    events.changeDocument.fire({ document: open });
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
    events.changeDocument.fire({ document: document('{ "dataset": ') });
    expect(experiments.get(path)).toMatchObject({ dataFiles: ['/project/rows.tsv'], check: { experiment: null } });
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
    events.changeDocument.fire({ document: document(text('edited.tsv')) });
    expect(experiments.get(path)?.dataFiles).toEqual(['/project/rows.tsv']);
  });
});
